/** A table with persons is taken away for a stated purpose: it is asked again, so that the audit holds who took what and why, and the file is made of that answer. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { DataState } from '../address/data-view.ts';
import { download } from '../export/download.ts';
import type { Citation } from '../export/citation.ts';
import { fileNameOf } from '../export/file-name.ts';
import { FILE_TYPES, tableFile } from '../export/table-file.ts';
import type { Asked, Trouble } from '../graph/ask.ts';
import type { Refusal } from '../graph/reply.ts';
import { useLanguage, useSay } from '../language/language.tsx';
import type { Say } from '../language/say.ts';
import type { Part } from '../numbers/figure-at.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { Choice } from '../parts/choice.tsx';
import { troubleWords } from '../parts/trouble-words.ts';
import { PUBLIC } from '../session/access.ts';
import { callerName } from '../session/caller-name.ts';
import { useSession } from '../session/session.tsx';
import { purposeTitle, roleTitle } from '../session/titles.ts';
import { askRecorded, UNRECORDED, type Recorded } from './ask-recorded.ts';
import type { DataTable } from './data-table.ts';
import { useOnScreen } from './use-on-screen.ts';
import type { Cited } from './cited.ts';
import { namedIn } from './part-titles.ts';
import { useTakeAway } from './use-take-away.ts';
import type { Pages } from './use-pages.ts';

/** The same table of the answer that was recorded; undefined where that has no persons in it. */
export type RecordedTableOf = (parts: readonly Part[]) => DataTable | undefined;

interface PersonsExportProps {
  /** On screen, for its name. */
  readonly table: DataTable;
  readonly tableOf: RecordedTableOf;
  readonly asked: Asked;
  readonly pages: Pages;
  readonly cited: Cited;
  readonly state: DataState;
  readonly search: string;
}

/** Nobody else sees it: whoever has no token, and a role whose answer shows no person, have nothing to take. */
export function PersonsExport(props: PersonsExportProps): ReactNode {
  const say = useSay();
  const { access, config } = useSession();
  if (access.role === PUBLIC || access.token === undefined || config === undefined) return null;
  if (!config.recordsReads) return <span className="hint">{say('data.persons.noAudit')}</span>;
  if (config.purposes.length === 0) return <span className="hint">{say('data.persons.noPurposes')}</span>;
  return (
    <DialogTrigger>
      <Button className="tool">{say('data.persons.export')}</Button>
      <ModalOverlay className="overlay">
        <Modal className="modal narrow">
          <Dialog className="dialog">
            {({ close }) => (
              <>
                <Heading slot="title">
                  {say('data.persons.title', { of: namedIn(props.table, props.cited).question })}
                </Heading>
                <ExportForm {...props} onClose={close} />
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

type Ending = 'csv' | 'xlsx';
type Progress =
  | { readonly kind: 'IDLE' }
  | { readonly kind: 'ASKING'; readonly rows: number }
  | { readonly kind: 'WRITING'; readonly recorded: Extract<Recorded, { kind: 'RECORDED' }>; readonly at: Date }
  | { readonly kind: 'SAVED'; readonly name: string; readonly operation: string; readonly request: string }
  | { readonly kind: 'CANCELLED' | 'NO_PERSONS' | 'NOT_WRITTEN' }
  | { readonly kind: 'REFUSED'; readonly trouble: Trouble | Refusal };

function ExportForm(props: PersonsExportProps & { onClose: () => void }): ReactNode {
  const { onClose } = props;
  const say = useSay();
  const { language } = useLanguage();
  const { access, config } = useSession();
  const { purposes } = config!;
  const [purpose, setPurpose] = useState(access.purpose ?? '');
  const [ending, setEnding] = useState<Ending>('xlsx');
  const [progress, setProgress] = useState<Progress>({ kind: 'IDLE' });
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);
  const dismiss = useRef<HTMLButtonElement>(null);
  // The button that began it is disabled meanwhile and would lose the focus to the page, where Esc closes nothing.
  useEffect(() => {
    if (progress.kind !== 'IDLE') dismiss.current?.focus();
  }, [progress.kind]);
  const busy = progress.kind === 'ASKING' || progress.kind === 'WRITING';
  const titles = purposes.map((each) => ({ name: each.name, title: purposeTitle(each, { say, language }) }));
  const start = (): void => {
    const { signal } = (abort.current = new AbortController());
    // Whatever comes after it was cancelled comes too late.
    const show = (next: Progress): void => {
      if (!signal.aborted) setProgress(next);
    };
    show({ kind: 'ASKING', rows: 0 });
    const wanted = { ...wantedOf(props), endpoint: config!.endpoint, access, purpose, signal };
    askRecorded({ ...wanted, onRows: (rows) => show({ kind: 'ASKING', rows }) }).then(
      (recorded) => show(recorded.kind === 'RECORDED' ? { kind: 'WRITING', recorded, at: new Date() } : recorded),
      () => show({ kind: 'NOT_WRITTEN' }),
    );
  };
  const cancel = (): void => {
    abort.current?.abort();
    setProgress({ kind: 'CANCELLED' });
  };
  return (
    <form
      className="persons-export"
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <p>{say('data.persons.says')}</p>
      <p>{say('data.persons.full')}</p>
      <Choice
        label={say('data.persons.purpose')}
        value={purpose}
        options={[...(purpose === '' ? [{ name: '', title: say('data.persons.choose') }] : []), ...titles]}
        onChoose={setPurpose}
      />
      <Choice
        label={say('data.persons.file')}
        value={ending}
        options={[
          { name: 'xlsx', title: 'XLSX' },
          { name: 'csv', title: 'CSV' },
        ]}
        onChoose={setEnding}
      />
      <Told progress={progress} />
      {progress.kind === 'WRITING' && (
        <Writing
          {...props}
          ending={ending}
          recorded={progress.recorded}
          at={progress.at}
          purpose={titles.find(({ name }) => name === purpose)?.title ?? purpose}
          onDone={setProgress}
        />
      )}
      <div className="dialog-foot">
        <button className="primary" type="submit" disabled={busy || purpose === ''}>
          {say('data.persons.save')}
        </button>{' '}
        <button ref={dismiss} className="tool" type="button" onClick={busy ? cancel : onClose}>
          {say(busy ? 'parts.cancel' : 'shell.dismiss')}
        </button>
      </div>
    </form>
  );
}

/** Of the paged list no more is read than has come onto the screen. */
function wantedOf({ asked, pages }: PersonsExportProps) {
  return { asked, paged: pages.paged, rows: pages.rest?.rows ?? 0 };
}

function Told({ progress }: { progress: Progress }): ReactNode {
  const say = useSay();
  const failed = progress.kind === 'REFUSED';
  return (
    <div role={failed ? 'alert' : 'status'} className="persons-told">
      {progress.kind === 'ASKING' && (
        <>
          <progress aria-label={say('data.asking')} /> {say('data.persons.recording', { rows: progress.rows })}
        </>
      )}
      {progress.kind === 'SAVED' && say('data.persons.saved', progress)}
      {progress.kind === 'CANCELLED' && `${say('parts.cancelled')} ${say('data.persons.noFile')}`}
      {progress.kind === 'NO_PERSONS' && say('data.persons.none')}
      {progress.kind === 'NOT_WRITTEN' && say('data.persons.notWritten')}
      {failed && `${refusalWords(progress.trouble, say)} ${say('data.persons.noFile')}`}
    </div>
  );
}

function refusalWords(trouble: Trouble | Refusal, say: Say): string {
  if (trouble.kind === 'REFUSED' && trouble.code === UNRECORDED) return say('data.persons.notRecorded');
  const { title, advice } = troubleWords(trouble, say);
  return `${title}. ${advice}`;
}

interface WritingProps extends PersonsExportProps {
  readonly ending: Ending;
  readonly recorded: Extract<Recorded, { kind: 'RECORDED' }>;
  /** When the last of it was recorded. */
  readonly at: Date;
  /** In the reader's language. */
  readonly purpose: string;
  readonly onDone: (progress: Progress) => void;
}

function Writing(props: WritingProps): ReactNode {
  const { tableOf, recorded, onDone } = props;
  const [table] = useState(() => tableOf(recorded.parts));
  useEffect(() => {
    if (table === undefined) onDone({ kind: 'NO_PERSONS' });
  }, [table, onDone]);
  return table === undefined ? null : <WritingTable {...props} recordedTable={table} />;
}

/** Shows nothing: the table of the recorded answer in the order, filter and columns on screen, by the same means, and then as a file. */
function WritingTable(props: WritingProps & { recordedTable: DataTable }): ReactNode {
  const { recordedTable: table, pages, cited, state, search, ending, recorded, onDone } = props;
  const say = useSay();
  const { month, day } = useFormats();
  const onScreen = useOnScreen(table, state, search);
  const answer = { parts: recorded.parts, rest: pages.rest };
  const { tableOf, citationOf } = useTakeAway(table, cited, onScreen, answer);
  const citedRecord = useRecord(props);
  const begun = useRef(false);
  useEffect(() => {
    // Once, also where React runs an effect twice.
    if (begun.current) return;
    begun.current = true;
    const write = async (): Promise<string> => {
      const taken = tableOf();
      const citation: Citation = { ...citationOf(taken), recorded: citedRecord };
      const name = fileNameOf(citation, ending, say('export.taken'));
      download(name, await tableFile(ending, taken, citation, { say, month, day }), FILE_TYPES[ending]);
      return name;
    };
    const { operation, request } = recorded;
    write().then(
      (name) => onDone({ kind: 'SAVED', name, operation, request }),
      () => onDone({ kind: 'NOT_WRITTEN' }),
    );
  });
  return null;
}

/** What the citation says of the record: for what, by whom, when, and under which name and id the audit has it. */
function useRecord({ recorded: { operation, request }, at, purpose }: WritingProps): NonNullable<Citation['recorded']> {
  const say = useSay();
  const { language } = useLanguage();
  const { access, config } = useSession();
  const name = callerName(access.token);
  const role = config?.roles.find((each) => each.name === access.role);
  const who = [
    ...(role === undefined ? [] : [roleTitle(role, { say, language })]),
    ...(name === undefined ? [] : [name]),
  ];
  return { purpose, who: who.join(', '), at, operation, request };
}
