import { buildPages, buildWorker } from "/work/wt-proofs/scripts/support/worker-build.ts";
import { startBareDesk } from "/work/wt-proofs/test/support/bare-desk.ts";
import { request, Agent } from "node:http";
const t0=Date.now();
console.log("build", Date.now()-t0);
const desk = await startBareDesk();
console.log("start", Date.now()-t0, desk.url);
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const one = (path:string, body?:string, headers:any={}) => new Promise<number>((res, rej) => {
  const r = request(desk.url+path, { agent, method: body===undefined?"GET":"POST", headers: {...(body===undefined?{}:{"Content-Type":"application/json"}), ...headers} }, (i) => { i.resume(); i.once("end", ()=>res(i.statusCode??0)); });
  r.once("error", rej); r.end(body);
});
async function bench(name:string, n:number, c:number, f:(i:number)=>Promise<number>) {
  const s=Date.now(); let i=0; const st:Record<number,number>={};
  await Promise.all(Array.from({length:c}, async()=>{ while(i<n){ const k=i++; const x=await f(k); st[x]=(st[x]??0)+1; } }));
  console.log(name, Math.round(n/((Date.now()-s)/1000)), "req/s", JSON.stringify(st));
}
const ip=(i:number)=>({"CF-Connecting-IP":`2001:db8:${(i%65536).toString(16)}:1::1`});
for (const c of [32,64]) {
await bench("health "+c, 3000, c, ()=>one("/health"));
await bench("404 "+c, 3000, c, ()=>one("/nowhere"));
await bench("401 "+c, 3000, c, (i)=>one("/gpt-rag/customer-lookup","{}",ip(i)));
await bench("price422 "+c, 3000, c, (i)=>one("/price",undefined,ip(i)));
}
await bench("price422 sameip", 3000, 32, (i)=>one("/price"));
await bench("lookup", 1000, 32, (i)=>one("/gpt-rag/customer-lookup",'{"email":"a@b.se"}',{...ip(i),Authorization:"Bearer nordflytt_gpt_api_key_2025"}));
const login = await fetch(desk.url+"/auth/login",{method:"POST",headers:{"Content-Type":"application/json"},body:'{"username":"unicafe","password":"customer123"}'}).then(r=>r.json()) as any;
await bench("cart", 1000, 32, (i)=>one("/customer/cart",undefined,{...ip(i),Authorization:"Bearer "+login.access_token}));
for (const p of ["/ready","/openapi.yaml"]) { const r = await fetch(desk.url+p); console.log(p, r.status, (await r.text()).slice(0,300)); }
for (let i=0;i<5;i++){const s=Date.now(); await desk.killWorker(); await desk.restartWorker(); const m=Date.now(); await desk.killDatabase(); await desk.restartDatabase(); console.log("worker",m-s,"db",Date.now()-m);}
console.log(desk.log().split("\n").filter(l=>l.includes("error")).slice(0,5).join("\n"));
await desk.stop();
process.exit(0);
