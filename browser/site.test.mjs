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

test("every page is valid HTML", () => assert.deepEqual(nu(site), []));

test("every page loads at a root without a fault", async (t) => {
  const at = await host(site);
  t.after(at.close);
  await visit((name) => at.url + name, pages);
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

async function visit(address, names) {
  const { context, page, faults } = await tab(browser);
  for (const name of names) {
    await page.goto(address(name), { waitUntil: "load" });
    assert.deepEqual(faults.map((f) => `${name}: ${f}`), []);
  }
  await context.close();
}
