/** Above a result: which saved question it is, and what may be done with it; or how the view is kept as one. */
import { Fragment, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { dataHref, type DataState } from '../address/data-view.ts';
import { go } from '../address/address.ts';
import type { Asked } from '../graph/ask.ts';
import { useSay } from '../language/language.tsx';
import { MOVES, type Change, type Move, isKeptByPublishing } from './changes.ts';
import { MoveDialog } from './move-dialog.tsx';
import type { SavedQuestion } from './saved-question.ts';
import { Saving } from './saving.tsx';
import { useCurrent } from './use-current.ts';
import { useRights } from './use-rights.ts';
import { VersionsDialog } from './versions-dialog.tsx';
import { isAsKept, savedHref, viewOf } from './view-of-question.ts';
import { useMoment } from './when.ts';
import './saved.css';

interface KeepBarProps {
  readonly state: DataState;
  /** The GraphQL behind the view; missing until it is known. */
  readonly asked: Asked | undefined;
  /** What the question may be called. */
  readonly suggested: string;
  /** Whether the state says all that is asked. */
  readonly shows: 'choice' | 'document';
}

type Opened = 'SAVE' | 'VERSIONS' | Move | undefined;

export function KeepBar({ state, asked, suggested, shows }: KeepBarProps): ReactNode {
  const say = useSay();
  const rights = useRights();
  const { current, missing } = useCurrent(state.saved);
  const [opened, open] = useState<Opened>();
  const close = (): void => open(undefined);
  const view = viewOf(state, shows);
  return (
    <div className="keep-bar">
      {current !== undefined && <Current current={current} state={state} />}
      {missing && <p className="hint">{say('saved.missing')}</p>}
      <Tools current={current} rights={rights} ready={asked !== undefined} onOpen={open} />
      {opened === 'VERSIONS' && current !== undefined && <VersionsDialog current={current} onClose={close} />}
      {/* What was typed for one question is not said of the next. */}
      <Fragment key={state.saved}>
        <Saving
          {...{ current, suggested, rights }}
          content={opened === 'SAVE' && asked !== undefined ? contentOf(asked, view) : undefined}
          onSaved={(id) => go(savedHref(id, view), { replace: true })}
          onClose={close}
        />
        <Moving how={MOVES.find((each) => each === opened)} current={current} state={state} onClose={close} />
      </Fragment>
    </div>
  );
}

const contentOf = ({ query, variables }: Asked, view: string) => ({
  document: query,
  variables: JSON.stringify(variables ?? {}),
  view,
});

function Current({ current, state }: { current: SavedQuestion; state: DataState }): ReactNode {
  const say = useSay();
  const moment = useMoment();
  const { title, version, shelf, savedAt, savedBy, agency, why, view } = current;
  const older = state.version !== null && state.version !== version;
  return (
    <div className="keep-of">
      <strong>{title}</strong>
      <span className="shelf">{say(`saved.shelf.${shelf}`)}</span>
      {older ? (
        <span className="shelf changed">{say('saved.older', { version: state.version, of: version })}</span>
      ) : (
        !isAsKept(state, view) && <span className="shelf changed">{say('saved.isChanged')}</span>
      )}
      <span className="hint">
        {[say('saved.version', { version }), moment(savedAt), savedBy, agency?.name ?? agency?.code, why]
          .filter((part) => part != null)
          .join(' · ')}
      </span>
    </div>
  );
}

interface ToolsProps {
  readonly current: SavedQuestion | undefined;
  readonly rights: (change: Change) => boolean;
  readonly ready: boolean;
  readonly onOpen: (what: Opened) => void;
}

/** What the caller may not do with this question is not offered; that they may not save is told when they try. */
function Tools({ current, rights, ready, onOpen }: ToolsProps): ReactNode {
  const say = useSay();
  const offered = current === undefined ? [] : MOVES.filter((how) => rights(how) && mayMove(how, current));
  return (
    <div className="keep-tools">
      <Button className="tool" isDisabled={!ready} onPress={() => onOpen('SAVE')}>
        {say('saved.save')}
      </Button>
      {current !== undefined && (
        <Button className="tool" onPress={() => onOpen('VERSIONS')}>
          {say('saved.versions')}
        </Button>
      )}
      {offered.map((how) => (
        <Button key={how} className="tool" onPress={() => onOpen(how)}>
          {say(`saved.${how}`)}
        </Button>
      ))}
      {current !== undefined && rights('deleteQuestion') && isKeptByPublishing(current) && (
        <span className="hint">{say('saved.deleteQuestion.published')}</span>
      )}
    </div>
  );
}

function mayMove(how: Move, current: SavedQuestion): boolean {
  if (how === 'deleteQuestion') return current.mayDelete;
  return current.mayPublish && (current.shelf === 'PUBLISHED') === (how === 'withdrawQuestion');
}

interface MovingProps {
  readonly how: Move | undefined;
  readonly current: SavedQuestion | undefined;
  readonly state: DataState;
  readonly onClose: () => void;
}

function Moving({ how, current, state, onClose }: MovingProps): ReactNode {
  const [whys, setWhys] = useState<Partial<Record<Move, string>>>({});
  if (how === undefined || current === undefined) return null;
  const done = (): void => {
    setWhys({});
    onClose();
    // What is deleted stays on the screen where the address says it all.
    if (how === 'deleteQuestion')
      go(dataHref({ ...state, saved: null, version: null, document: false }), { replace: true });
  };
  return (
    <MoveDialog
      how={how}
      current={current}
      why={whys[how] ?? ''}
      onWhy={(why) => setWhys({ ...whys, [how]: why })}
      onDone={done}
      onClose={onClose}
    />
  );
}
