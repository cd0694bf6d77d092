package pack_test

import (
	"os"
	"path/filepath"
	"testing"

	"trigpoint/generator/output"
	"trigpoint/generator/pack"
)

// What a killed build left among the temporary files goes with the next; what
// another build needs, and what is not ours, stays.
func TestLeftovers(t *testing.T) {
	temp := t.TempDir()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, temp)
	}
	lock := func(dir, content string) *os.File {
		t.Helper()
		if err := os.MkdirAll(filepath.Join(temp, dir), 0o755); err != nil {
			t.Fatal(err)
		}
		f, err := os.Create(filepath.Join(temp, dir, "lock"))
		if err == nil {
			_, err = f.WriteString(content)
		}
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	lock("trigpoint-copies-left", "in use").Close()
	lock("trigpoint-copies-begun", "").Close()
	lock("elsewhere", "in use").Close()
	other := lock("trigpoint-copies-used", "in use")
	defer other.Close()
	if err := output.Lock(other); err != nil {
		t.Skip("not run: this system has no locks: ", err)
	}
	stays := []string{"trigpoint-copies-begun", "elsewhere", "trigpoint-copies-used"}
	if os.Symlink("elsewhere", filepath.Join(temp, "trigpoint-copies-link")) == nil {
		stays = append(stays, "trigpoint-copies-link")
	}
	var first, second pack.Shelf
	for _, s := range []*pack.Shelf{&first, &second} {
		kept, err := s.Keep(t.Context(), []pack.Copy{large(1 << 16)})
		if err != nil || kept[0].Size != 1<<16 {
			t.Fatal(err, kept)
		}
	}
	if _, err := os.Stat(filepath.Join(temp, "trigpoint-copies-left")); err == nil {
		t.Error("what was left behind is still there")
	}
	for _, name := range stays {
		if _, err := os.Stat(filepath.Join(temp, name, "lock")); err != nil {
			t.Errorf("%s did not stay: %v", name, err)
		}
	}
	if all, _ := filepath.Glob(filepath.Join(temp, "trigpoint-copies-*", "0")); len(all) != 2 {
		t.Errorf("two shelves are in use; there are %q", all)
	}
	if first.Close() != nil || second.Close() != nil {
		t.Error("a shelf cannot be closed")
	}
	if all, _ := filepath.Glob(filepath.Join(temp, "trigpoint-copies-*", "0")); len(all) != 0 {
		t.Errorf("no shelf is in use any more; there are %q", all)
	}
}
