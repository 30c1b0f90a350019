// workerd: each request brings one file.

import { digestsOf } from "./runner.js";

export default {
  async fetch(request) {
    return new Response(JSON.stringify(await digestsOf(await request.json())));
  },
};
