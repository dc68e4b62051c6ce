import { createClient } from "@libsql/client/web";
import { control } from "../support/desk.ts";
import { lane } from "../support/lane.ts";

/** Where a word stands in anything that the desk stores: tables of libSQL (indexes too), names and values of KV, files. */
export async function placesOf(word: string): Promise<string[]> {
  return [...(await tablesWith(word)), ...(await cachedWith(word)), ...(await filesWith(word))];
}

async function tablesWith(word: string): Promise<string[]> {
  const client = createClient({ url: lane.databaseUrl });
  const { rows: columns } = await client.execute(
    `select m.name as tab, c.name as col from sqlite_master m, pragma_table_info(m.name) c
     where m.type = 'table' and m.sql not like 'create virtual%' order by m.name`,
  );
  const byTable = Map.groupBy(columns, ({ tab }) => String(tab));
  const looks = [...byTable.entries()].map(async ([table, its]) => {
    const holding = its.map(({ col }) => hasWord(`"${String(col)}"`)).join(" or ");
    const sql = `select exists (select 1 from "${table}" where ${holding}) as is_found`;
    const { rows } = await client.execute({ sql, args: { word } });
    return rows[0]?.["is_found"] === 1 ? [table] : [];
  });
  return (await Promise.all(looks)).flat();
}

function hasWord(column: string): string {
  return `case typeof(${column}) when 'blob' then instr(${column}, cast(:word as blob)) else instr(lower(${column}), :word) end`;
}

async function cachedWith(word: string): Promise<string[]> {
  const names = await control.kvNames("");
  const values = await Promise.all(names.map((name) => control.kvGet(name)));
  return names.flatMap((name, i) => {
    const isFound = `${name} ${values[i]}`.toLowerCase().includes(word);
    return isFound ? [`kv ${name.split(":")[0]}`] : [];
  });
}

async function filesWith(word: string): Promise<string[]> {
  return (await control.fileNames()).filter((name) => name.includes(word)).map(() => "files");
}
