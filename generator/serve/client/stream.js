// Updates from the server. A browser opens six connections to a host and a
// stream takes one for good, so the tabs share a worker that holds the one
// stream. Where there are no shared workers, a tab has a stream of its own while
// it is looked at.

const own = new URL(".", import.meta.url);

// listen calls receive with each update, and away with true when the server is
// gone and with false when it is back.
export function listen(receive, away) {
  const take = (m) => ("away" in m ? away(m.away) : receive(m));
  if (typeof SharedWorker === "undefined") return listenAlone(take);
  const connect = () => {
    const worker = new SharedWorker(new URL("worker.js", own), { name: "trigpoint", type: "module" });
    worker.port.onmessage = (e) => take(e.data);
    addEventListener("pagehide", () => worker.port.postMessage("bye"), { once: true });
  };
  addEventListener("pageshow", (e) => e.persisted && connect());
  connect();
}

function listenAlone(take) {
  let stream = null;
  const follow = () => {
    if (document.visibilityState === "visible") {
      stream = stream || openStream(own, take);
    } else if (stream) {
      stream.close();
      stream = null;
    }
  };
  document.addEventListener("visibilitychange", follow);
  follow();
}

// openStream keeps a stream open, whatever happens to the server.
export function openStream(base, take) {
  let source = null;
  let timer = 0;
  let closed = false;
  let hello = true;
  const retry = () => {
    hello = true;
    take({ away: true });
    if (source.readyState === EventSource.CLOSED && !closed) timer = setTimeout(open, 500);
  };
  const open = async () => {
    try {
      const answer = await fetch(new URL("token", base), { headers: { "Trigpoint-Client": "1" }, cache: "no-store" });
      if (!answer.ok) throw new Error(answer.statusText);
      if (closed) return;
      source = new EventSource(new URL("events?token=" + (await answer.text()), base));
    } catch {
      take({ away: true });
      if (!closed) timer = setTimeout(open, 500);
      return;
    }
    source.onerror = retry;
    source.onmessage = (e) => {
      if (hello) take({ away: false });
      take({ ...JSON.parse(e.data), hello });
      hello = false;
    };
  };
  open();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      if (source) source.close();
    },
  };
}
