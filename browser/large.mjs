// A site of what is hard to lay out: endless words and titles, a register of two
// hundred actions, pages with nothing in them, and a page written from the right.

import { folder, writer } from "./harness.mjs";

// endless is a title of three hundred characters.
const endless = "A resolution of the whole council with every recital in it ".repeat(6).slice(0, 300).trim();

// large writes the site to a new folder and returns the folder.
export function large() {
  const dir = folder("large");
  const put = writer(dir);
  put("site.toml", `title = "Überlängenverordnungsgrundsatzentscheidung and what comes after it, in one title that does not end"
[kinds.action]
label = "Action"
plural = "Actions"
id = "A{n}"
folder = "actions"
fields.due = { type = "date", label = "Due" }
[kinds.action.progress]
statuses = ["not-started", "in-progress", "met"]
closed = ["met"]
due = "due"
`);
  put("content/d/_index.md", "+++\ntitle = \"A document with a title of rather more words than anybody would wish for\"\n[document]\nnumbered = true\n+++\nText.\n");
  put("content/d/table.md", "+++\ntitle = \"Table\"\n+++\n```list\nkind = \"action\"\nas = \"table\"\nshow = [\"id\", \"title\", \"due\", \"status\", \"summary\"]\nfilter = [\"status\"]\nsortable = true\n```\nAs in [a place elsewhere](https://example.org/there).\n");
  put("content/d/empty/_index.md", "+++\ntitle = \"An empty section\"\n+++\n");
  put("content/d/endless.md", `+++\ntitle = "${endless}"\n+++\nText.\n`);
  put("content/d/right.md", "+++\ntitle = \"الوصول الرقمي والشمول\"\nlang = \"ar\"\n+++\nنص من اليمين إلى اليسار. See [A1].\n\n## عنوان\n\n- بند\n");
  for (let i = 1; i <= 200; i++)
    put(`content/d/actions/a${i}.md`, `+++\nid = "A${i}"\ntitle = "Action ${i} with Donaudampfschifffahrtsgesellschaftskapitänsmütze in its title"\nsummary = "What it is about, in a sentence that is long enough to wrap."\ndue = 2026-11-${String(1 + (i % 28)).padStart(2, "0")}\n+++\nText of the action.\n`);
  return dir;
}
