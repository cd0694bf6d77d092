// The worker that all tabs of the preview share: it holds the one stream.

import { openStream } from "./stream.js";

const ports = new Set();
let last = null; // the last update
let gone = false;

function tell(message) {
  if ("away" in message) gone = message.away;
  else last = message;
  for (const port of ports) port.postMessage(message);
}

self.onconnect = (e) => {
  const port = e.ports[0];
  ports.add(port);
  port.onmessage = () => ports.delete(port);
  if (last) port.postMessage({ ...last, hello: true, follow: null, scripts: false, assets: null });
  if (gone) port.postMessage({ away: true });
};

openStream(new URL(".", self.location.href), tell);
