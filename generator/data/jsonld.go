package data

import (
	"trigpoint/generator/config"
	"trigpoint/generator/site"
)

// thing is a node of JSON-LD in the vocabulary of schema.org. Its keys are
// written in their order.
type thing map[string]any

// set gives a property a value, unless that is empty.
func (t thing) set(property string, value any) {
	switch v := value.(type) {
	case string:
		if v == "" {
			return
		}
	case []thing:
		if len(v) == 0 {
			return
		}
	}
	t[property] = value
}

// linkedData writes a description of the page into its head, as a data block that
// browsers do not run.
func (e *Emitter) linkedData(h *head, p Place) {
	d := describer{e, p}
	graph := []thing{d.page()}
	if p.Page == e.site.Home && e.open() {
		graph = append(graph, d.dataset())
	} else {
		graph = append(graph, d.trail())
	}
	h.write(`<script type="application/ld+json">`)
	h.Write(thing{"@context": "https://schema.org", "@graph": graph}.appendTo(h.AvailableBuffer()))
	h.write("</script>\n")
}

// A describer describes one page.
type describer struct {
	*Emitter
	place Place
}

// ref is the address of a file: absolute, or relative to the page.
func (d describer) ref(to string) string {
	if d.base != "" {
		return d.base + site.EscapePath(to)
	}
	return d.place.Link(to)
}

// name is a thing that is described elsewhere.
func (d describer) name(kind, name, to string) thing {
	return thing{"@type": kind, "@id": d.ref(to), "name": plain(name)}
}

// page describes the page as what it is: the series, a document, an element, a
// part of something, or a list.
func (d describer) page() thing {
	switch p := d.place.Page; {
	case p == nil:
		t := thing{"@type": "CollectionPage", "@id": d.ref(d.place.Address), "name": plain(d.place.Title),
			"inLanguage": d.site.Config.Language, "isPartOf": d.name("CreativeWorkSeries", d.site.Config.Title, "index.html")}
		return t
	case p == d.site.Home:
		return d.series()
	case p.Kind == site.DocumentFront:
		return d.report(p)
	case p.Element != nil:
		return d.element(p.Element)
	default:
		t := thing{"@type": "CreativeWork", "@id": d.ref(p.Address)}
		d.common(t, p)
		return t
	}
}

// common are the properties that every page of a file has.
func (d describer) common(t thing, p *site.Page) {
	t.set("name", plain(p.Title))
	t.set("description", plain(p.Summary()))
	t.set("inLanguage", p.Lang)
	t.set("url", d.ref(p.Address))
	t.set("dateModified", day(p.File.Meta.Updated))
	if p.Parent != nil && p.Document != nil && p != p.Document.Front {
		t["isPartOf"] = d.name("Report", p.Document.Title(), p.Document.Front.Address)
	} else if p != d.site.Home {
		t["isPartOf"] = d.name("CreativeWorkSeries", d.site.Config.Title, "index.html")
	}
}

func (d describer) series() thing {
	t := thing{"@type": "CreativeWorkSeries", "@id": d.ref("index.html")}
	d.common(t, d.site.Home)
	t.set("name", plain(d.site.Config.Title))
	t.set("publisher", d.organization())
	t.set("license", d.licence())
	var parts []thing
	for _, doc := range d.site.Documents {
		parts = append(parts, d.name("Report", doc.Title(), doc.Front.Address))
	}
	t.set("hasPart", parts)
	return t
}

func (d describer) organization() thing {
	return thing{"@type": "Organization", "name": plain(d.publisher())}
}

// licence is the site's, as a name: it need not be an address.
func (d describer) licence() any {
	if d.site.Config.Licence == "" {
		return ""
	}
	return thing{"@type": "CreativeWork", "name": plain(d.site.Config.Licence)}
}

func (d describer) report(p *site.Page) thing {
	doc := p.Document
	t := thing{"@type": "Report", "@id": d.ref(p.Address)}
	d.common(t, p)
	t.set("version", plain(doc.Meta.Edition))
	t.set("creativeWorkStatus", doc.Meta.State)
	t.set("datePublished", day(doc.Meta.Published))
	t.set("dateModified", day(doc.Updated()))
	t.set("publisher", d.organization())
	t.set("license", d.licence())
	var authors, audience, parts, bases []thing
	for _, a := range doc.Meta.Authors {
		authors = append(authors, thing{"@type": "Person", "name": plain(a)})
	}
	for _, a := range doc.Audience {
		audience = append(audience, thing{"@type": "Audience", "audienceType": plain(a.Title)})
	}
	for _, c := range p.Children {
		parts = append(parts, d.name("CreativeWork", c.Title, c.Address))
	}
	for _, other := range doc.Implements {
		bases = append(bases, d.name("Report", other.Title(), other.Front.Address))
	}
	t.set("author", authors)
	t.set("audience", audience)
	t.set("hasPart", parts)
	t.set("isBasedOn", bases)
	return t
}

// element describes an element by the names that site.toml gives to its kind,
// its fields, its relations and its statuses.
func (d describer) element(el *site.Element) thing {
	t := thing{"@type": schemaType(el.Kind), "@id": d.ref(el.Address()), "identifier": el.ID, "mainEntityOfPage": d.ref(el.Page.Address)}
	t.set("name", plain(el.Title))
	t.set("description", plain(el.Summary))
	t.set("url", d.ref(el.Page.Address))
	t.set("disambiguatingDescription", provenance(el))
	for _, f := range el.Fields {
		if name := f.Field.SchemaOrg; name != "" {
			t.set(name, plain(cell(el, f.Field.Name)))
		}
	}
	for _, g := range el.Out {
		if name := g.Relation.SchemaOrg[el.Kind.Name]; name != "" {
			var to []thing
			for _, other := range g.Elements {
				to = append(to, d.name(schemaType(other.Kind), other.Title, other.Address()))
			}
			t.set(name, to)
		}
	}
	if el.Progress != nil {
		t.set("actionStatus", actionStatus(el))
	}
	return t
}

// schemaType is the type of a kind: what site.toml says, or one that fits all.
func schemaType(k *config.Kind) string {
	switch {
	case k.SchemaOrg != "":
		return k.SchemaOrg
	case k.Use == config.Glossary:
		return "DefinedTerm"
	}
	return "CreativeWork"
}

// actionStatus is what site.toml calls the status; by default nothing has been
// done yet at the first, something is being done at the others, and what is
// closed was completed.
func actionStatus(el *site.Element) string {
	p, rule := el.Progress, el.Kind.Progress
	switch {
	case rule.SchemaOrg[p.Status] != "":
		return rule.SchemaOrg[p.Status]
	case p.Closed:
		return "CompletedActionStatus"
	case p.Status == rule.Statuses[0]:
		return "PotentialActionStatus"
	}
	return "ActiveActionStatus"
}

// dataset describes the open data of the site.
func (d describer) dataset() thing {
	c := d.site.Config
	t := thing{"@type": "Dataset", "@id": d.ref(graphPath), "name": plain(c.Title), "isAccessibleForFree": true}
	t.set("description", plain(c.Title+". "+c.Summary))
	t.set("url", d.ref(PagePath))
	t.set("license", d.licence())
	t.set("creator", d.organization())
	t["distribution"] = []thing{
		{"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": d.ref(graphPath)},
		{"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": d.ref(elementsPath)},
	}
	return t
}

// trail leads from the home page to the page.
func (d describer) trail() thing {
	var items []thing
	add := func(name, to string) {
		items = append(items, thing{"@type": "ListItem", "position": len(items) + 1, "name": plain(name), "item": d.ref(to)})
	}
	if p := d.place.Page; p != nil {
		for _, up := range p.Ancestors() {
			add(up.Title, up.Address)
		}
	} else {
		add(d.site.Home.Title, d.site.Home.Address)
	}
	add(d.place.Title, d.place.Address)
	return thing{"@type": "BreadcrumbList", "itemListElement": items}
}
