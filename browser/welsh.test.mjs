// A site in Welsh as its readers meet it: what the scripts write is Welsh too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { audit, build, fileURL, folder, open, root, tab, writer } from "./harness.mjs";

// shout is the English words of the interface, each made one that is seen.
const shout = readFileSync(join(root, "themes/fieldbook/i18n/en.toml"), "utf8").replace(/ = ".*"$/gm, ' = "ENGLISH"');

// site is in Welsh, with a register, and English that shouts.
function site() {
  const dir = folder("welsh");
  const put = writer(dir);
  put("theme/i18n/en.toml", shout);
  put("site.toml", `title = "Cynllun"
language = "cy"
[kinds.action]
label = "Cam"
plural = "Camau"
id = "A{n}"
fields.due = { type = "date", label = "Erbyn" }
[kinds.action.progress]
statuses = ["not-started", "in-progress", "met"]
closed = ["met"]
due = "due"
`);
  put("content/_index.md", "+++\ntitle = \"Cynllun\"\n+++\n```list\nkind = \"action\"\nas = \"table\"\nshow = [\"id\", \"title\", \"due\", \"status\"]\nfilter = [\"status\"]\nsortable = true\n```\n");
  for (let i = 1; i <= 3; i++)
    put(`content/a${i}.md`, `+++\nid = "A${i}"\ntitle = "Cam ${i}"\ndue = 2012-0${i}-01\n[[updates]]\ndate = 2012-01-01\nstatus = "${["not-started", "in-progress", "met"][i - 1]}"\n+++\nTestun am bobl.\n\n## Rhan\n\nMwy.\n`);
  return dir;
}

let browser;
before(async () => { browser = await open(); });
after(() => browser?.close());

for (const theme of ["fieldbook", "civic"])
  test(`a Welsh site has no English button, ${theme}`, async () => {
    const dir = build({ site: site(), args: ["--theme", theme] });
    const { page, faults } = await tab(browser);
    const english = () => page.evaluate(() => document.documentElement.outerHTML.match(/.{0,80}ENGLISH/)?.[0] ?? "");
    for (const name of ["index.html", "a2.html", "all/camau.html", "changes.html", "index-a-z.html"]) {
      await page.goto(fileURL(dir, name));
      assert.equal(await page.getAttribute("html", "lang"), "cy");
      assert.equal(await english(), "", name);
    }
    await page.goto(fileURL(dir));
    await page.selectOption(".table-tools select", { index: 1 });
    await page.click("th button >> nth=1");
    await page.keyboard.press("/");
    for (const query of ["cam", "zzzzzz", "a"]) {
      await page.fill("dialog.search input", query);
      await page.waitForFunction(() => document.querySelector("dialog.search [role=status]").textContent !== "");
      assert.equal(await english(), "", `the search for ${query}`);
    }
    const nameless = await page.$$eval("button, summary, select", (list) => list.filter((b) => !(b.textContent || b.ariaLabel || "").trim()).length);
    assert.equal(nameless, 0);
    assert.deepEqual(faults, []);
    assert.deepEqual(await audit(page), []);
  });

test("what the scripts write says its language, where that is not the page's", async () => {
  const dir = site();
  writer(dir)("site.toml", readFileSync(join(dir, "site.toml"), "utf8").replace('"cy"', '"ga"'));
  const { page } = await tab(browser);
  await page.goto(fileURL(build({ site: dir })));
  const said = (selector) => page.$$eval(`.table-tools ${selector}`, (list) => list.map((e) => e.lang));
  assert.deepEqual(await said("option"), ["en", "en", "en", "en", "en"]);
  assert.deepEqual(await said(":is(output, button)"), ["en", "en"]);
  assert.deepEqual(await said(":is(label, select)"), ["", ""], "the label is the author's");
  assert.equal(await page.$eval("dialog.search [role=status]", (e) => e.lang), "en");
});
