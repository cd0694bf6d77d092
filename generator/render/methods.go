package render

import (
	"bytes"
	"html/template"
)

// methods are those of the values that pages are made of, by name: templates
// call them very often, and so they are not called by reflection, which takes
// ten times as long. Those that are missing here only take longer.
func methods(receiver any, name string) any {
	switch v := receiver.(type) {
	case *View:
		return v.method(name)
	case NavView:
		return v.method(name)
	case *PageView:
		if name == "Body" {
			return v.writeBody
		}
	}
	return nil
}

// written is the HTML of a method that writes it.
func written(write func(*bytes.Buffer)) template.HTML {
	var b bytes.Buffer
	write(&b)
	return template.HTML(b.String())
}

func (v *View) method(name string) any {
	switch name {
	case "T":
		return v.T
	case "WordsIn":
		return v.WordsIn
	case "Lang":
		return v.Lang
	case "Dir":
		return v.Dir
	case "Title":
		return v.Title
	case "Asset":
		return v.Asset
	case "Search":
		return v.Search
	case "Policy":
		return v.Policy
	case "Head":
		return v.writeHead
	case "Header":
		return v.Header
	case "Footer":
		return v.Footer
	case "Nav":
		return v.writeNav
	}
	return nil
}
