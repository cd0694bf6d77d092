package check

import "trigpoint/generator/diag"

// replaced reports superseded documents that lead their readers nowhere.
func (c *checker) replaced() {
	for _, d := range c.site.Documents {
		if d.Meta.State != "superseded" || len(d.SupersededBy) > 0 {
			continue
		}
		at := diag.Position{Path: d.Front.Source(), Line: 1}
		if table, ok := d.Front.File.Front.Get("document"); ok {
			at = table.Position()
		}
		c.diags.Add(at, "document-replaced", `write supersedes = ["`+d.Name+`"] in the [document] of the newer one, and publish it`,
			"the document is superseded, and no published document supersedes it")
	}
}
