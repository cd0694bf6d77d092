// Measures the search of a large site as readers meet it: how long after a word
// was typed its results are there, and what was transferred for them.
//
//   node browser/search-bench.mjs [--pages 10000] [--runs 15] [--site FOLDER …]
//
// FOLDER is a site that is built already; without one the benchmark's corpus is
// built. Several take turns, so that they can be compared. Cold is the first search of a new browser: nothing is loaded, and the
// word arrives whole, in the moment in which the dialog opens, before index.js
// is there. Opened is the same when the dialog was opened a moment before.
// Warm is the same word once more. Work is the processor time of the page's own
// thread in the cold search: it tells most on a machine that does other things.
// Each run has a browser context of its own; the queries take turns, so that a
// busy moment hits all of them. It prints medians and the least, and judges nothing.

import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { build, fileURL, folder, host, open, root, tab } from "./harness.mjs";

const { values: flags } = parseArgs({ options: {
  pages: { type: "string", default: "10000" },
  runs: { type: "string", default: "15" },
  site: { type: "string", multiple: true },
  query: { type: "string", multiple: true, default: ["strategy", "libraries", "stratgey", "a", "pe", "4242", "A4242"] },
} });

function corpus() {
  const dir = folder("large");
  execFileSync("go", ["run", "./generator/bench", "-pages", flags.pages, "-write", dir], { cwd: root });
  return build({ site: dir });
}

// answer types a query into the page and returns the milliseconds from there
// until the results are laid out. early opens the dialog before; the wait is for
// what the opening loads.
async function answer(page, query, early) {
  if (early) {
    await page.keyboard.press("/");
    await page.waitForFunction(() => document.querySelector("dialog.search select[name=document]").options.length > 2);
  }
  return page.evaluate(async (query) => {
    const input = document.querySelector("dialog.search input"), list = document.querySelector("dialog.search ol");
    const status = document.querySelector("dialog.search [role=status]");
    const shown = new Promise((done) => new MutationObserver(() => status.textContent && done()).observe(status, { childList: true }));
    status.textContent = "";
    const from = performance.now();
    if (!document.querySelector("dialog.search").open) document.querySelector("button.search-open").click();
    input.value = query;
    input.dispatchEvent(new Event("input"));
    await shown;
    void list.offsetHeight; // laid out
    return performance.now() - from;
  }, query);
}

// busy is the processor time of the page's own thread so far, in milliseconds.
async function busy(client) {
  const { metrics } = await client.send("Performance.getMetrics");
  return metrics.find((m) => m.name === "TaskDuration").value * 1000;
}

async function once(browser, address, query, at) {
  const { page, context } = await tab(browser);
  await page.goto(address);
  const client = await context.newCDPSession(page);
  await client.send("Performance.enable", { timeDomain: "threadTicks" });
  if (at) at.transferred = 0;
  const before = await busy(client);
  const cold = await answer(page, query, false);
  const work = (await busy(client)) - before;
  const bytes = at?.transferred;
  const warm = await answer(page, query + " ".repeat(1), false);
  await context.close();
  const other = await tab(browser);
  await other.page.goto(address);
  const opened = await answer(other.page, query, true);
  await other.context.close();
  return { cold, work, opened, warm, bytes };
}

const middle = (list) => list.sort((a, b) => a - b)[list.length >> 1];

const sites = await Promise.all((flags.site ?? [corpus()]).map(async (dir) => ({ dir, at: await host(dir) })));
const browser = await open();
const ways = [["over HTTP", ({ at }) => [at.url + "index.html", at]], ["from the disk", ({ dir }) => [fileURL(dir), null]]];
for (const [way, reach] of ways) {
  const found = flags.query.flatMap((query) => sites.map((site) => ({ query, site, runs: [] })));
  for (let run = -1; run < Number(flags.runs); run++)
    for (const { query, site, runs } of found) {
      const [address, counter] = reach(site);
      const one = await once(browser, address, query, counter);
      if (run >= 0) runs.push(one); // the first warms the browser and the system
    }
  console.log(`\n${way}, medians of ${flags.runs}\n${"query".padEnd(12)}${"cold".padStart(9)}${"least".padStart(9)}${"slowest".padStart(9)}${"work".padStart(9)}${"opened".padStart(9)}${"least".padStart(9)}${"warm".padStart(9)}${"gzip".padStart(10)}`);
  for (const { query, site, runs } of found) {
    const of = (key, which) => `${which(runs.map((r) => r[key])).toFixed(0)} ms`.padStart(9);
    const least = (list) => Math.min(...list), most = (list) => Math.max(...list);
    const bytes = runs[0].bytes ? `${(runs[0].bytes / 1000).toFixed(1)} kB`.padStart(10) : "";
    console.log(query.padEnd(12) + of("cold", middle) + of("cold", least) + of("cold", most) + of("work", middle) + of("opened", middle) + of("opened", least) + of("warm", middle) + bytes + (sites.length > 1 ? `  ${site.dir}` : ""));
  }
}
await browser.close();
await Promise.all(sites.map(({ at }) => at.close()));
