import { useState } from "preact/hooks";
import { ask, desk } from "../api.ts";
import { asAgo, asNumber, asWords } from "../parts/format.ts";
import { Badge, Empty, Failure, Head, Pages, Shown, Table } from "../parts/ui.tsx";
import { useAction, useLoaded } from "../parts/use-loaded.ts";
import { EntryForm, type Draft } from "./entry-form.tsx";

const PAGE = 50;

/** What the assistant answers from, and what it could not answer. */
export function Knowledge() {
  const [skip, setSkip] = useState(0);
  const [draft, setDraft] = useState<Draft | null>(null);
  const entries = useLoaded(() => loadEntries(skip), [skip]);
  const questions = useLoaded(loadUnanswered, []);
  const { isBusy, error, run } = useAction();

  function settle(id: number): void {
    void run(async () => {
      const param = { question_id: String(id) };
      await ask(desk.api.v1.chat.knowledge.unanswered[":question_id"].$delete({ param }));
      await questions.reload();
    });
  }

  async function saved({ questionId }: Draft): Promise<void> {
    setDraft(null);
    if (questionId !== null) settle(questionId);
    await entries.reload();
  }

  return (
    <>
      <Head title="Knowledge">
        <button type="button" class="primary" onClick={() => setDraft(newDraft())}>
          New FAQ
        </button>
      </Head>
      <Failure error={error} />
      {draft && (
        <EntryForm
          key={`${draft.id} ${draft.questionId}`}
          draft={draft}
          onSaved={() => void saved(draft)}
          onClose={() => setDraft(null)}
        />
      )}
      <section class="card" aria-label="Unanswered questions">
        <h2>Unanswered questions</h2>
        <Shown loaded={questions}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty>The assistant had an answer to everything.</Empty>
            ) : (
              <Table
                caption="Unanswered questions"
                columns={["Question", "Asked", "Last", "Deal with it"]}
                rows={items.map(({ id, question, language, asks, last_at }) => ({
                  key: String(id),
                  cells: [
                    <>
                      <span lang={language}>{question}</span> <Badge>{language}</Badge>
                    </>,
                    `${asNumber(asks)}×`,
                    asAgo(last_at),
                    <div class="actions">
                      <button
                        type="button"
                        aria-label={`Answer “${question}”`}
                        onClick={() => {
                          setDraft({ ...newDraft(), questionId: id, language, title: question });
                          scrollTo({ top: 0 });
                        }}
                      >
                        Answer
                      </button>
                      <button
                        type="button"
                        disabled={isBusy}
                        aria-label={`Dismiss “${question}”`}
                        onClick={() => settle(id)}
                      >
                        Dismiss
                      </button>
                    </div>,
                  ],
                }))}
              />
            )
          }
        </Shown>
      </section>
      <section class="card" aria-label="FAQs and texts">
        <h2>FAQs and texts</h2>
        <Shown loaded={entries}>
          {({ items }) => (
            <>
              {items.length === 0 && <Empty>Nothing is known yet.</Empty>}
              <Table
                caption="FAQs and texts"
                columns={["Entry", "Category", "Languages", "Shown", "Change"]}
                rows={items.map((entry) => {
                  const text = entry.texts.find((one) => one.language === "en") ?? entry.texts[0];
                  return {
                    key: String(entry.id),
                    cells: [
                      <>
                        <strong lang={text?.language}>{text?.title}</strong>{" "}
                        {!entry.is_active && <Badge tone="warn">Not used</Badge>}
                        <span class="clip" lang={text?.language}>
                          {text?.body}
                        </span>
                      </>,
                      asWords(entry.category),
                      entry.texts.map(({ language }) => language).join(", "),
                      `${asNumber(entry.view_count)}×`,
                      <button
                        type="button"
                        aria-label={`Edit “${text?.title}”`}
                        onClick={() => {
                          if (text) setDraft({ ...entry, ...text, questionId: null });
                          scrollTo({ top: 0 });
                        }}
                      >
                        Edit
                      </button>,
                    ],
                  };
                })}
              />
              <Pages skip={skip} limit={PAGE} shown={items.length} onSkip={setSkip} />
            </>
          )}
        </Shown>
      </section>
    </>
  );
}

function newDraft(): Draft {
  return {
    id: null,
    questionId: null,
    kind: "faq",
    category: "general",
    is_active: true,
    language: "en",
    title: "",
    body: "",
    keywords: "",
    texts: [],
  };
}

function loadEntries(skip: number) {
  const query = { skip: String(skip), limit: String(PAGE) };
  return ask(desk.api.v1.chat.knowledge.$get({ query }));
}

function loadUnanswered() {
  return ask(desk.api.v1.chat.knowledge.unanswered.$get({ query: { limit: "50" } }));
}
