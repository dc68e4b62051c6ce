import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Inbox } from "./inbox/inbox.tsx";
import { LogIn, logOut } from "./log-in.tsx";
import { Empty } from "./parts/ui.tsx";
import { hrefOf, useRoute } from "./parts/use-route.ts";
import { lazily } from "./parts/lazily.tsx";
import { onSession, session } from "./session.ts";
import { Changes } from "./views/changes.tsx";
import { Claims } from "./views/claims.tsx";
import { Knowledge } from "./views/knowledge.tsx";
import { Leads } from "./views/leads.tsx";
import { Orders } from "./views/orders.tsx";
import { Settings } from "./views/settings.tsx";
import { Tickets } from "./views/tickets.tsx";
import { Users } from "./views/users.tsx";

type View = { title: string; show: (item: string | null) => ComponentChildren };

// The charts are the largest part of the console, and the least often looked at.
const Analytics = lazily(async () => (await import("./views/analytics.tsx")).Analytics);

const views: Record<string, View> = {
  inbox: { title: "Inbox", show: (item) => <Inbox item={item} /> },
  claims: { title: "Claims", show: (item) => <Claims item={item} /> },
  orders: { title: "Orders", show: (item) => <Orders item={item} /> },
  leads: { title: "Leads", show: (item) => <Leads item={item} /> },
  tickets: { title: "Tickets", show: () => <Tickets /> },
  knowledge: { title: "Knowledge", show: () => <Knowledge /> },
  analytics: { title: "Analytics", show: () => <Analytics /> },
  settings: { title: "Settings", show: () => <Settings /> },
  users: { title: "Users", show: () => <Users /> },
  changes: { title: "Changes", show: (item) => <Changes key={item} item={item} /> },
};

export function App() {
  const [user, setUser] = useState(session);
  const { view, item } = useRoute();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => onSession(() => setUser(session())), []);
  useEffect(() => {
    const current = nav.current?.querySelector("[aria-current]");
    current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [view, user]);
  if (!user) return <LogIn />;
  const shown = views[view];
  return (
    <div class="console">
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>("main")?.focus();
        }}
      >
        Skip to the view
      </a>
      <header class="side">
        <p class="brand">
          <img src="/icon.svg" alt="" width="24" height="24" />
          Edgedesk
        </p>
        <nav aria-label="Views" ref={nav}>
          <ul>
            {Object.entries(views).map(([name, { title }]) => (
              <li key={name}>
                <a href={hrefOf(name)} aria-current={name === view ? "page" : undefined}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="me">
          <span>{user.username}</span>
          <button type="button" onClick={() => void logOut()}>
            Log out
          </button>
        </div>
      </header>
      <main id="main" tabIndex={-1} key={view}>
        {shown ? shown.show(item) : <Empty>There is no such view.</Empty>}
      </main>
    </div>
  );
}
