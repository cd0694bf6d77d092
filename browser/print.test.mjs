// Pages on paper: what Chromium prints on A4, read back from the PDF.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { build, fileURL, files, folder, open, tab, writer } from "./harness.mjs";
import { large } from "./large.mjs";

const capability = "planting-the-flag/capabilities/leadership.html";

let browser;
before(async () => { browser = await open(); });
after(() => browser?.close());

// sheets are the pages of a page as it is printed, as text with its layout kept.
async function sheets(page, address) {
  const out = join(folder("print"), "page.pdf");
  await page.goto(address);
  writeFileSync(out, await page.pdf({ preferCSSPageSize: true, printBackground: false }));
  assert.match(execFileSync("pdfinfo", [out], { encoding: "utf8" }), /Page size:.*\(A4\)/);
  return execFileSync("pdftotext", ["-layout", out, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
}

// broad writes a site with a matrix of so many columns, and a table of twelve.
function broad(columns) {
  const dir = folder("broad");
  const put = writer(dir);
  const numbered = (line) => Array.from({ length: columns }, (_, i) => line(i + 1)).join("");
  put("site.toml", `title = "Broad"
[kinds.action]
label = "Action"
plural = "Actions"
id = "A{n}"
[kinds.goal]
label = "Goal"
plural = "Goals"
id = "G{n}"
[relations.serves]
from = ["action"]
to = ["goal"]
label = "Serves"
inverse = "served-by"
inverse_label = "Served by"
`);
  put("content/table.md", `+++\ntitle = "Table"\n+++\n|${" Spent |".repeat(12)}\n|${"---|".repeat(12)}\n|${" 1,234,567 |".repeat(12)}\n`);
  put("content/address.md", `+++\ntitle = "Address"\n+++\n| a | b |\n|---|---|\n| <https://example.org/${"data".repeat(40)}> | \`${"CODE".repeat(40)}\` |\n`);
  put("content/goals.md", `+++\ntitle = "Goals"\n+++\n${numbered((n) => `## A goal of the place with a long title ${n} {#G${n}}\n`)}`);
  put("content/actions.md", `+++\ntitle = "Actions"\n+++\n${numbered((n) => `## Design it with those who use it, and tell what came of it ${n} {#A${n} serves="G${n}"}\n`)}`);
  put("content/matrix.md", "+++\ntitle = \"Matrix\"\n+++\n```matrix\nrows = \"goal\"\ncolumns = \"action\"\nvia = \"served-by\"\n```\n");
  return dir;
}

for (const theme of ["fieldbook", "civic"])
  describe(theme, () => {
    let site, long;
    before(() => {
      site = build({ args: ["--theme", theme] });
      long = build({ site: large(), args: ["--theme", theme] });
    });

    test("a page has a running title and page numbers, and no navigation", async () => {
      const { context, page } = await tab(browser);
      const printed = await sheets(page, fileURL(site, capability));
      assert.ok(printed.length >= 2 && printed.length < 12, `${printed.length} pages`);
      printed.slice(1).forEach((p, i) => assert.match(p, /Leadership · Planting the Flag/, `running title of page ${i + 2}`));
      printed.forEach((p, i) => assert.match(p, new RegExp(`${i + 1} ?/ ?${printed.length}`), `number of page ${i + 1}`));
      for (const words of ["Leadership", "Where we want to be in five years"]) assert.ok(printed.join().includes(words), words);
      for (const words of ["Skip to", "Menu", "Glossary", "Contents of this document", "On this page", "Next"]) assert.ok(!printed.join().includes(words), words);
      await context.close();
    });

    test("paragraphs keep their numbers", async () => {
      const { context, page } = await tab(browser);
      const printed = (await sheets(page, fileURL(site, capability))).join("\n");
      const numbered = await page.$$eval(".numbered p:has(> .number)", (list) => list.map((p) => {
        const [number, ...words] = p.innerText.trim().split(/\s+/);
        return [number, words.slice(0, 3)];
      }));
      assert.ok(numbered.length > 5);
      for (const [number, words] of numbered) assert.match(printed, new RegExp([`(^|\\s)${number}`, ...words.map((w) => w.replace(/[()?.]/g, "\\$&"))].join("\\s+"), "m"));
      await context.close();
    });

    test("a link to another site is printed with its address", async () => {
      const { context, page } = await tab(browser);
      const printed = (await sheets(page, fileURL(long, "d/table.html"))).join("\n");
      assert.match(printed, /a place elsewhere\s+\[https:\/\/example\.org\/there\]/);
      await context.close();
    });

    test("a long table has its head on every page, and no row is cut", async () => {
      const { context, page } = await tab(browser);
      const printed = await sheets(page, fileURL(long, "d/table.html"));
      assert.ok(printed.length > 8, `${printed.length} pages`);
      let rows = 0;
      for (const [i, sheet] of printed.entries()) {
        const lines = sheet.split("\n").map((l) => l.trim()).filter(Boolean);
        const here = lines.filter((l) => /^A\d+\s/.test(l)).length;
        rows += here;
        if (!here) continue;
        const head = lines.findIndex((l) => /^Id\s+Title\s+Due\s+Status\s+Summary$/.test(l));
        assert.ok(head >= 0, `no head on page ${i + 1}`);
        assert.match(lines[head + 1], /^A\d+\s/, `page ${i + 1} begins within a row`);
      }
      assert.equal(rows, 200);
      await context.close();
    });

    test("the head of a table does not end a page", async () => {
      const dir = folder("tables");
      const put = writer(dir);
      put("site.toml", 'title = "Tables"\n[kinds.action]\nlabel = "Action"\nplural = "Actions"\nid = "A{n}"\n');
      for (let i = 1; i <= 3; i++) put(`content/a${i}.md`, `+++\nid = "A${i}"\ntitle = "${"A title ".repeat(16)}${i}"\n+++\n`);
      const table = '```list\nkind = "action"\nas = "table"\nshow = ["id", "title"]\ncaption = "Caption"\n```\n';
      put("content/_index.md", `+++\ntitle = "Tables"\n+++\n${Array.from({ length: 60 }, (_, i) => "Some words.\n\n".repeat(i % 4) + table).join("\n")}`);
      const { context, page } = await tab(browser);
      const printed = await sheets(page, fileURL(build({ site: dir, args: ["--theme", theme] })));
      assert.ok(printed.length > 4, `${printed.length} pages`);
      for (const [i, sheet] of printed.entries())
        assert.doesNotMatch(sheet, /Id\s+Title\s*(\d+ ?\/ ?\d+\s*)?$/, `page ${i + 1} ends with the head of a table`);
      await context.close();
    });

    test("a picture stands below its heading, and the list beside it may go on", async () => {
      const { context, page } = await tab(browser);
      const printed = await sheets(page, fileURL(site, "planning-the-route/local-route/index.html"));
      const sheet = printed.find((p) => p.includes("The year on one line"));
      assert.match(sheet, /Actions and milestones[^]*A10 Count ICT/);
      await context.close();
    });

    test("nothing is wider than the paper", async () => {
      const { context, page } = await tab(browser, { viewport: { width: 643, height: 960 } }); // 170 mm
      await page.emulateMedia({ media: "print" });
      const tables = [15, 16, 40].map((n) => build({ site: broad(n), args: ["--theme", theme] }));
      for (const [dir, name] of [site, ...tables].flatMap((dir) => files(dir).map((f) => [dir, f]))) {
        if (!name.endsWith(".html") || name.startsWith("id/") || name === "404.html") continue;
        await page.goto(fileURL(dir, name));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 643, `${name} is ${wide} wide`);
      }
      await context.close();
    });
  });
