import { createClient } from "@libsql/client/web";
import { control } from "../support/desk.ts";
import { lane } from "../support/lane.ts";

/** Where a word stands in anything that the desk stores: tables of libSQL (indexes too), names and values of KV, files. */
export async function placesOf(word: string): Promise<string[]> {
  return [...(await tablesWith(word)), ...(await cachedWith(word)), ...(await filesWith(word))];
}

async function tablesWith(word: string): Promise<string[]> {
  const client = createClient({ url: lane.databaseUrl });
  const { rows: tables } = await client.execute(
    "select name from sqlite_master where type = 'table' and sql not like 'create virtual%' order by name",
  );
  const names = tables.map((row) => String(row["name"]));
  const found = await Promise.all(
    names.map(async (name) => {
      const { rows } = await client.execute(`select * from "${name}"`);
      return rows.some((row) => Object.values(row).some((value) => holds(value, word)));
    }),
  );
  return names.filter((_, i) => found[i]);
}

function holds(value: unknown, word: string): boolean {
  if (value instanceof ArrayBuffer) return Buffer.from(value).includes(word);
  return String(value).toLowerCase().includes(word);
}

async function cachedWith(word: string): Promise<string[]> {
  const names = await control.kvNames("");
  const values = await Promise.all(names.map((name) => control.kvGet(name)));
  return names.flatMap((name, i) => {
    const isFound = holds(name, word) || holds(values[i], word);
    return isFound ? [`kv ${name.split(":")[0]}`] : [];
  });
}

async function filesWith(word: string): Promise<string[]> {
  return (await control.fileNames()).filter((name) => name.includes(word)).map(() => "files");
}
