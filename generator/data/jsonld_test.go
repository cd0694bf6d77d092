package data_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"trigpoint/generator/build"
)

// linked reads the data block of a page, as a browser finds it.
func linked(t *testing.T, name string, content []byte) []map[string]any {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "script" && n.FirstChild != nil {
			blocks = append(blocks, n.FirstChild.Data)
		}
	}
	if len(blocks) != 1 {
		t.Fatalf("%s: %d scripts with content", name, len(blocks))
	}
	var doc struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(blocks[0]), &doc); err != nil {
		t.Fatalf("%s: %s", name, err)
	}
	if doc.Context != "https://schema.org" {
		t.Errorf("%s: the context is %q", name, doc.Context)
	}
	return doc.Graph
}

// TestLinkedData: every page for people describes itself, and each address in
// that is there.
func TestLinkedData(t *testing.T) {
	each(t, func(t *testing.T, f files) {
		base := baseOf(t, f)
		for name, content := range f {
			if !strings.HasSuffix(name, ".html") || name == "404.html" || bytes.Contains(content, []byte(`http-equiv="refresh"`)) {
				continue
			}
			graph := linked(t, name, content)
			if len(graph) != 2 || graph[0]["name"] == "" || graph[0]["@type"] == nil {
				t.Errorf("%s: %v", name, graph)
			}
			for _, node := range graph {
				follow(t, f, base, node)
			}
		}
	})
}

// follow checks the addresses in a value.
func follow(t *testing.T, f files, base string, value any) {
	t.Helper()
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			follow(t, f, base, v)
		}
	case map[string]any:
		for key, v := range value {
			address, ok := v.(string)
			if ok && (key == "@id" || key == "item" || key == "contentUrl" || key == "mainEntityOfPage" || key == "url" && strings.HasPrefix(address, base)) {
				leads(t, f, base, address)
			}
			follow(t, f, base, v)
		}
	}
}

// TestLinkedDataTells: what pages say of themselves is what site.toml maps.
func TestLinkedDataTells(t *testing.T) {
	f := realSite(t)
	const base = "https://www.example.org/strategy/"
	page := func(name string) []map[string]any { return linked(t, name, f[name]) }
	report := page("planning-the-route/index.html")[0]
	if report["@type"] != "Report" || report["isBasedOn"] == nil || report["hasPart"] == nil || report["audience"] == nil {
		t.Errorf("the document: %v", report)
	}
	action := page("planning-the-route/local-route/actions/a12-one-service-desk.html")[0]
	for key, want := range map[string]string{"@type": "Action", "@id": base + "id/A12.html", "identifier": "A12",
		"actionStatus": "FailedActionStatus", "endTime": "2012-12-31", "startTime": "2011-09-05", "disambiguatingDescription": "illustrative"} {
		if action[key] != want {
			t.Errorf("A12: %s is %v, want %s", key, action[key], want)
		}
	}
	agent := action["agent"].([]any)[0].(map[string]any)
	if agent["@id"] != base+"id/R3.html" {
		t.Errorf("A12: the agent is %v", agent)
	}
	trail := page("planning-the-route/local-route/actions/a12-one-service-desk.html")[1]
	items := trail["itemListElement"].([]any)
	if trail["@type"] != "BreadcrumbList" || len(items) != 5 || items[4].(map[string]any)["position"] != 5.0 {
		t.Errorf("A12: the trail is %v", trail)
	}
	home := page("index.html")
	if home[0]["@type"] != "CreativeWorkSeries" || home[1]["@type"] != "Dataset" {
		t.Errorf("the home page: %v", home)
	}
}

// TestLinkedDataRelative: without an address of the site, what is named is named
// relative to the page.
func TestLinkedDataRelative(t *testing.T) {
	root := hostileFS(t)
	root["site.toml"].Data = bytes.Replace(root["site.toml"].Data, []byte("base_url"), []byte("# base_url"), 1)
	const name = "plan/goals/one.html"
	node := linked(t, name, buildFS(t, root, build.Options{})[name])[0]
	at, err := url.Parse(node["@id"].(string))
	if err != nil || at.IsAbs() || node["@id"] != "../../id/G1.html" {
		t.Errorf("G1 is %v", node["@id"])
	}
}
