import { array, assert, nat, property } from "fast-check";
import { afterEach, expect, test } from "vitest";
import { listenForMarks } from "../../src/ai/citation-marks.ts";
import { openaiModel } from "../../src/ai/openai.ts";
import type { ReplyTask, Source } from "../../src/ai/reply.ts";
import { rulesModel } from "../../src/ai/rules.ts";
import {
  breaksOff,
  hangs,
  startProvider,
  streams,
  type Behaviour,
  type Provider,
} from "../support/responses-api.ts";

let provider: Provider | null = null;
afterEach(() => provider?.close());

const source: Source = { title: "Hours", body: "Open 9 to 18.", language: "en", score: 1 };

function task(changes: Partial<ReplyTask<Source>> = {}): ReplyTask<Source> {
  return {
    message: "When are you open?",
    history: [],
    sources: [source],
    tools: [],
    language: "en",
    spent: () => {},
    ...changes,
  };
}

async function modelOf(behaviour: Behaviour) {
  provider = await startProvider(behaviour);
  const connection = {
    apiKey: "test",
    baseUrl: provider.baseUrl,
    model: "gpt-6-luna",
    embeddingModel: null,
  };
  return openaiModel(connection, 1_000, 500);
}

test("a provider that never answers, or stops in the middle, is waited for no longer than the deadline", async () => {
  for (const silent of [hangs(), breaksOff(["Half"], { hangs: true })]) {
    const model = await modelOf(silent);
    const problem = await model.reply(task(), () => {}).catch(({ code }) => code);
    expect(problem).toBe("ai-unavailable");
    provider?.close();
  }
});

test("what is heard piece by piece is the text that is returned", async () => {
  const model = await modelOf(streams(["Open ", "[1", "] at", " 9 [", "2, 1].", " "]));
  const heard: string[] = [];
  const reply = await model.reply(task(), (piece) => heard.push(piece));
  expect(reply).toMatchObject({ text: "Open at 9.", cited: [source], isKnown: true });
  expect(heard.join("")).toBe(reply.text);
});

test("marks of citations are taken out however the text is cut into pieces", () => {
  const whole = "Open [1] from 9 [2, 3]. Costs [x] and a[10] b [123] [ 4";
  const listened = (pieces: string[]) => {
    let heard = "";
    const listener = listenForMarks((piece) => (heard += piece));
    for (const piece of pieces) listener.hear(piece);
    const { text, marks } = listener.end();
    expect(heard).toBe(text);
    return { text, marks: [...marks] };
  };
  const expected = {
    text: "Open from 9. Costs [x] and a b [123] [ 4",
    marks: [1, 2, 3, 10],
  };
  expect(listened([whole])).toEqual(expected);
  assert(
    property(array(nat(whole.length), { maxLength: 20 }), (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
      expect(listened(at.slice(1).map((end, i) => whole.slice(at[i], end)))).toEqual(expected);
    }),
  );
});

test("the built-in engine answers with a source that fits and with none that does not", async () => {
  const heard: string[] = [];
  const fits = await rulesModel.reply(task(), (piece) => heard.push(piece));
  expect(fits).toEqual({ text: source.body, cited: [source], isKnown: true, engine: "rules" });
  expect(heard.join("")).toBe(source.body);
  const weak = task({ message: "Bananas", sources: [{ ...source, score: 0.4 }] });
  expect(await rulesModel.reply(weak, () => {})).toMatchObject({ cited: [], isKnown: false });
});
