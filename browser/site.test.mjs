// The written site as any static host or a disk gives it: every page loads
// under a strict policy, asks nothing of other hosts, and is valid HTML.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build, fileURL, files, host, nu, open, tab } from "./harness.mjs";

let site, pages, redirects, browser;

before(async () => {
  site = build();
  const all = files(site).filter((f) => f.endsWith(".html"));
  redirects = all.filter((f) => readFileSync(join(site, f), "utf8").includes('http-equiv="refresh"'));
  pages = all.filter((f) => !redirects.includes(f));
  browser = await open();
});
after(() => browser?.close());

test("every page is valid HTML, and every style sheet valid CSS", () => assert.deepEqual(nu(site), []));

// 320 pixels are a small phone, and a desk enlarged to 400 %.
test("every page loads at a root without a fault, and is no wider than a phone", async (t) => {
  const at = await host(site);
  t.after(at.close);
  await visit((name) => at.url + name, pages, { width: 320, height: 256 });
});

test("pages load on a sub-path without a fault", async (t) => {
  const at = await host(build({ args: ["--base-url", "https://example.org/deep/down/"] }), { path: "/deep/down/" });
  t.after(at.close);
  await visit((name) => at.url + name, pages.filter((_, i) => i % 7 === 0));
});

test("pages load from the disk without a fault", () =>
  visit((name) => fileURL(site, name), pages.filter((name) => name !== "404.html").filter((_, i) => i % 5 === 0)));

test("permanent addresses lead on, also from the disk", async (t) => {
  const at = await host(site);
  t.after(at.close);
  const { page, faults } = await tab(browser);
  for (const name of redirects.filter((_, i) => i % 12 === 0))
    for (const address of [at.url + name, fileURL(site, name)]) {
      await page.goto(address, { waitUntil: "commit" });
      await page.waitForURL((url) => !url.href.startsWith(address), { timeout: 10_000 });
      assert.deepEqual(faults, [], name);
    }
});

async function visit(address, names, viewport = { width: 1280, height: 900 }) {
  const { context, page, faults } = await tab(browser, { viewport });
  for (const name of names) {
    await page.goto(address(name), { waitUntil: "load" });
    assert.deepEqual(faults.map((f) => `${name}: ${f}`), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= viewport.width, `${name} is ${wide} wide`);
  }
  await context.close();
}
