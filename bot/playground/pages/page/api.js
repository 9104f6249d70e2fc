// The server: what people do, what is there, what the page keeps.

import { toast } from "./dom.js";

async function ask(path, options) {
  const response = await fetch(path, options);
  const body = await response.json().catch(() => ({ error: response.statusText }));
  if (!response.ok) throw new Error(typeof body.error === "string" ? body.error : `${response.status}`);
  return body;
}

const json = (method, body) => ({
  method,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

export const get = (path) => ask(path);
export const put = (path, body) => ask(path, json("PUT", body));
export const post = (path, body) => ask(path, json("POST", body));

// Lets a person act. Gives what came of it, or null after telling why it was refused.
export async function act(one) {
  try {
    const { results: [result] } = await post("/sim/acts", { acts: [one] });
    if (result.ok) return result;
    toast(result.error, "bad");
  } catch (error) {
    toast(error.message, "bad");
  }
  return null;
}

export const answerTo = (callback) => get(`/sim/answers/${callback}?timeout=10`).then((found) => found.answer);
