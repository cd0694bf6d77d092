package theme

import (
	"html/template"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"trigpoint/generator/diag"
)

// checkCalls reports every {{template "x"}} without a partial x. A partial or a
// layout that cannot be read has been reported.
func (t *templates) checkCalls(diags *diag.List) {
	sets := []*template.Template{t.partials}
	for _, name := range slices.Sorted(maps.Keys(t.layouts)) {
		sets = append(sets, t.layouts[name])
	}
	for _, set := range sets {
		for _, part := range set.Templates() {
			if part.Tree == nil {
				continue
			}
			walk(part.Tree.Root, func(n parse.Node) {
				call, ok := n.(*parse.TemplateNode)
				if ok && set.Lookup(call.Name) == nil && call.Name != mainName && !slices.Contains(t.unread, call.Name) {
					addOnce(diags, callFault(part.Tree, call, t.partialNames()))
				}
			})
		}
	}
}

func callFault(tree *parse.Tree, call *parse.TemplateNode, names []string) diag.Diagnostic {
	p := position(tree, call)
	p.Len = len(strconv.Quote(call.Name))
	return diag.Diagnostic{Position: p, Code: "template", Message: "there is no partial " + strconv.Quote(call.Name),
		Hint: whatExists(call.Name, names)}
}

// partialNames lists the partials, sorted.
func (t *templates) partialNames() []string {
	var names []string
	for _, p := range t.partials.Templates() {
		if p.Name() != "" {
			names = append(names, p.Name())
		}
	}
	slices.Sort(names)
	return names
}

// position is where a node stands in its file.
func position(tree *parse.Tree, n parse.Node) diag.Position {
	at, _ := tree.ErrorContext(n)
	parts := strings.Split(at, ":")
	if len(parts) < 3 {
		return diag.Position{Path: at}
	}
	last := len(parts) - 1
	line, _ := strconv.Atoi(parts[last-1])
	col, _ := strconv.Atoi(parts[last])
	return diag.Position{Path: strings.Join(parts[:last-1], ":"), Line: line, Col: col + 1}
}

// walk visits a node and all below it.
func walk(n parse.Node, visit func(parse.Node)) {
	if n == nil || reflect.ValueOf(n).IsNil() {
		return
	}
	visit(n)
	switch n := n.(type) {
	case *parse.ListNode:
		for _, c := range n.Nodes {
			walk(c, visit)
		}
	case *parse.ActionNode:
		walk(n.Pipe, visit)
	case *parse.TemplateNode:
		walk(n.Pipe, visit)
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			walk(c, visit)
		}
	case *parse.CommandNode:
		for _, c := range n.Args {
			walk(c, visit)
		}
	case *parse.IfNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.WithNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.RangeNode:
		walkBranch(&n.BranchNode, visit)
	}
}

func walkBranch(b *parse.BranchNode, visit func(parse.Node)) {
	walk(b.Pipe, visit)
	walk(b.List, visit)
	walk(b.ElseList, visit)
}

// calls lists the partials that a template calls, whatever is given to it, and
// the assets that it asks for by name.
func calls(t *template.Template) (partials, assets []string) {
	if t == nil || t.Tree == nil {
		return nil, nil
	}
	walk(t.Tree.Root, func(n parse.Node) {
		switch n := n.(type) {
		case *parse.TemplateNode:
			partials = append(partials, n.Name)
		case *parse.CommandNode:
			if name := assetAsked(n); name != "" {
				assets = append(assets, name)
			}
		}
	})
	return partials, assets
}

// anyAsset is asked for by a template that works the name out.
const anyAsset = "*"

// assetAsked is the name in a command such as .Asset "style.css", and empty
// for other commands.
func assetAsked(c *parse.CommandNode) string {
	if !strings.HasSuffix(c.Args[0].String(), ".Asset") {
		return ""
	}
	if len(c.Args) == 2 {
		if s, ok := c.Args[1].(*parse.StringNode); ok {
			return s.Text
		}
	}
	return anyAsset
}
