// A browser: the files below /files/, as many as ?files= says.

import { digestsOf } from "./runner.js";

async function all() {
  const digests = [];
  for (let at = 0; at < Number(new URL(location.href).searchParams.get("files")); at += 1) {
    const blocks = await (await fetch(`files/${at}.json`)).json();
    digests.push(await digestsOf(blocks));
  }
  return digests.map((one) => JSON.stringify(one)).join("\n");
}

const tell = (text) => (document.querySelector("output").textContent = text);
all().then(tell, (error) => tell(`thrown: ${error.stack}`));
