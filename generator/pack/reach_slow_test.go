package pack_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"trigpoint/generator/pack"
)

// What is printed reaches neither this machine's files nor any server, its own
// included, whatever the page asks for; and it is printed all the same.
func TestSlowPrintReachesNothing(t *testing.T) {
	slow(t, "pdftotext")
	var asked atomic.Int32
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		fmt.Fprint(w, "QUOKKAXZ")
	}))
	defer host.Close()
	file := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(file, []byte("QUOKKAXZ"), 0o600); err != nil {
		t.Fatal(err)
	}
	page := "<!DOCTYPE html><title>T</title><p>Printed words</p><script>document.body.append('QUOKKAXZ')</script>"
	for _, address := range []string{host.URL, "file://" + file, "http://169.254.169.254/latest/meta-data/"} {
		page += fmt.Sprintf(`<link rel="stylesheet" href="%[1]s/a.css"><img src="%[1]s"><iframe src="%[1]s"></iframe><object data="%[1]s">x</object><script src="%[1]s"></script><style>@import "%[1]s"; p { background: url(%[1]s) }</style><meta http-equiv="refresh" content="0;url=%[1]s">`, address)
	}
	browser, err := pack.FindBrowser(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer browser.Close()
	printed, err := browser.Print(page, false)
	if err != nil {
		t.Fatal(err)
	}
	text := run(t, "pdftotext", written(t, "a.pdf", printed), "-")
	if strings.Contains(text, "QUOKKAXZ") || !strings.Contains(text, "Printed words") {
		t.Errorf("the print reads:\n%s", text)
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the server was asked %d times", n)
	}
}
