package render_test

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"trigpoint/generator/render"
	"trigpoint/generator/theme"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// contract is the page on which theme authors find what they are given.
const contract = "../../themes/fieldbook/README.md"

// valuesHeading begins the part of it that is made from the Go source.
const valuesHeading = "## The values\n"

// TestContract holds the values in the theme's manual to those that layouts
// are given: each type, field and method, with the comment it has in the
// source, and no other.
func TestContract(t *testing.T) {
	manual, err := os.ReadFile(contract)
	if err != nil {
		t.Fatal(err)
	}
	before, got, found := bytes.Cut(manual, []byte(valuesHeading))
	if !found {
		t.Fatalf("%s has no part %q", contract, valuesHeading)
	}
	want := values(t)
	if bytes.Equal(got, want) {
		return
	}
	if !*update {
		t.Fatalf("%s does not list what layouts are given: run go test ./generator/render -update and read what changed", contract)
	}
	if err := os.WriteFile(contract, slices.Concat(before, []byte(valuesHeading), want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// values writes the types that layouts and partials can reach, in the order in
// which they are reached.
func values(t *testing.T) []byte {
	t.Helper()
	source := viewSource(t)
	var b bytes.Buffer
	seen := map[reflect.Type]bool{}
	for _, root := range []any{&render.View{}, &render.PartView{}, &render.NavView{}, &render.RedirectView{}, &render.CopyView{}} {
		theme.Reach(reflect.TypeOf(root), func(r reflect.Type) {
			if r.PkgPath() != reflect.TypeFor[render.View]().PkgPath() || seen[r] {
				return
			}
			seen[r] = true
			d := source[r.Name()]
			if d == nil {
				t.Fatalf("no source of %s", r)
			}
			fmt.Fprintf(&b, "\n### %s\n\n%s\n", r.Name(), strings.TrimSpace(d.Doc))
			writeMembers(t, &b, d)
		})
	}
	return b.Bytes()
}

// viewSource reads the documentation of the package's types.
func viewSource(t *testing.T) map[string]*doc.Type {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	p, err := doc.NewFromFiles(fset, files, "trigpoint/generator/render")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*doc.Type{}
	for _, d := range p.Types {
		out[d.Name] = d
	}
	return out
}

func writeMembers(t *testing.T, b *bytes.Buffer, d *doc.Type) {
	t.Helper()
	var rows []string
	for _, f := range d.Decl.Specs[0].(*ast.TypeSpec).Type.(*ast.StructType).Fields.List {
		if len(f.Names) == 0 {
			fmt.Fprintf(b, "It has all that a %s has%s.\n", strings.TrimSuffix(plain(f.Type), " or nothing"), also(d))
		}
		for _, n := range f.Names {
			if n.IsExported() {
				rows = append(rows, row("."+n.Name, plain(f.Type), strings.TrimSpace(f.Comment.Text())))
			}
		}
	}
	for _, m := range d.Methods {
		rows = append(rows, row("."+m.Name+arguments(m.Decl), plain(m.Decl.Type.Results.List[0].Type), sentence(m.Doc)))
	}
	if len(rows) > 0 {
		b.WriteString("\n| ask for | and get | which is |\n|---|---|---|\n" + strings.Join(rows, ""))
	}
}

// also says that a type has more than what it embeds.
func also(d *doc.Type) string {
	if len(d.Decl.Specs[0].(*ast.TypeSpec).Type.(*ast.StructType).Fields.List) > 1 {
		return ", and this"
	}
	return ""
}

func row(name, kind, about string) string {
	return fmt.Sprintf("| `%s` | %s | %s |\n", name, kind, strings.ReplaceAll(about, "|", `\|`))
}

// sentence is the documentation of a method without its name.
func sentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for _, verb := range []string{" is ", " are ", " has "} {
		if _, rest, ok := strings.Cut(text, verb); ok {
			return strings.TrimSuffix(rest, ".")
		}
	}
	return text
}

func arguments(f *ast.FuncDecl) string {
	var out string
	for _, p := range f.Type.Params.List {
		for _, n := range p.Names {
			if _, many := p.Type.(*ast.Ellipsis); many {
				out += " " + n.Name + "…"
			} else {
				out += " " + n.Name
			}
		}
	}
	return out
}

// plain is a Go type in the words of people who write templates.
func plain(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		if name, ok := e.X.(*ast.Ident); ok {
			return link(name.Name) + " or nothing"
		}
		return plain(e.X) + " or nothing"
	case *ast.ArrayType:
		if star, ok := e.Elt.(*ast.StarExpr); ok {
			return "list of " + plain(star.X)
		}
		return "list of " + plain(e.Elt)
	case *ast.MapType:
		return "values by name"
	case *ast.SelectorExpr:
		return map[string]string{"HTML": "HTML", "HTMLAttr": "attribute"}[e.Sel.Name]
	case *ast.Ident:
		words := map[string]string{"string": "text", "any": "text", "bool": "yes or no", "int": "number"}
		if word := words[e.Name]; word != "" {
			return word
		}
		return link(e.Name)
	}
	return "?"
}

func link(name string) string { return fmt.Sprintf("[%s](#%s)", name, strings.ToLower(name)) }
