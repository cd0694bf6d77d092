// The search as readers use it: the real index and the real script, in a
// browser, over HTTP and from the disk.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { audit, build, fileURL, host, open, root, tab } from "./harness.mjs";

const { queries } = JSON.parse(readFileSync(join(root, "browser/search-queries.json"), "utf8"));
let site, browser;

before(async () => {
  site = build();
  browser = await open();
});
after(() => browser?.close());

// ask types a query into the open dialog and waits for what comes of it.
async function ask(page, query) {
  await page.fill("dialog.search input", "");
  await page.fill("dialog.search input", query);
  await page.waitForFunction(() => document.querySelector("dialog.search [role=status]").textContent !== "");
}

// results are the links of each result, as addresses in the site.
const results = (page, at) => page.$$eval("dialog.search ol > li", (items, at) =>
  items.map((item) => [...item.querySelectorAll("a")].map((a) => a.href.slice(at.length))), at);

test("readers find the page that they expect", async () => {
  const { page, context } = await tab(browser);
  const at = fileURL(site, "index.html").replace("index.html", "");
  await page.goto(fileURL(site));
  await page.keyboard.press("/");
  let sum = 0;
  const low = [];
  for (const { query, page: expected } of queries) {
    await ask(page, query);
    const rank = 1 + (await results(page, at)).findIndex((links) =>
      links.some((link) => link === expected || (!expected.includes("#") && link.split("#")[0] === expected)));
    sum += rank ? 1 / rank : 0;
    if (rank !== 1) low.push(`${rank || "not"}: ${query}`);
  }
  const mean = sum / queries.length;
  console.log(`mean reciprocal rank of ${queries.length} queries: ${mean.toFixed(3)}; not first: ${low.join(", ") || "none"}`);
  assert.ok(queries.length >= 60);
  assert.ok(mean >= 0.9, low.join("\n"));
  await context.close();
});
