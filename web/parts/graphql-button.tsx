/** Shows the GraphQL behind some figures, to be copied: every view is an example of how to ask for what it shows. */
import { useRef, useState, type ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { Asked } from '../graph/ask.ts';
import { useSay } from '../language/language.tsx';
import { useSession } from '../session/session.tsx';
import './dialog.css';
import './graphql-button.css';

interface GraphqlButtonProps {
  readonly asked: Asked;
  /** What the figures are called, for the title and for screen readers. */
  readonly of: string;
  /** Whether that stands on the button too: where there are two of them side by side. */
  readonly named?: boolean;
}

export function GraphqlButton({ asked, of, named = false }: GraphqlButtonProps): ReactNode {
  const say = useSay();
  return (
    <DialogTrigger>
      <Button className="tool" aria-label={say('parts.graphql.show', { of })}>
        {named ? `GraphQL: ${of}` : 'GraphQL'}
      </Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal">
          <Dialog className="dialog">
            {({ close }) => (
              <>
                <Heading slot="title">{say('parts.graphql.title', { of })}</Heading>
                <Document asked={asked} />
                <div className="dialog-foot">
                  <Button className="tool" onPress={close}>
                    {say('shell.dismiss')}
                  </Button>
                </div>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

function Document({ asked: { query, variables } }: { asked: Asked }): ReactNode {
  const say = useSay();
  const { config } = useSession();
  const endpoint = new URL(config?.endpoint ?? '', location.href).href;
  const given = variables === undefined ? undefined : JSON.stringify(variables, null, 2);
  return (
    <>
      <p className="hint">{say('parts.graphql.how', { endpoint })}</p>
      <Copied text={query} label={say('parts.graphql.document')} />
      {given !== undefined && <Copied text={given} label={say('parts.graphql.variables')} />}
    </>
  );
}

function Copied({ text, label }: { text: string; label: string }): ReactNode {
  const say = useSay();
  const place = useRef<HTMLPreElement>(null);
  const [done, setDone] = useState(false);
  const copy = async (): Promise<void> => setDone(await copied(text, place.current!));
  return (
    <section className="document" aria-label={label}>
      <div className="document-head">
        <strong>{label}</strong>
        <Button className="tool" onPress={() => void copy()}>
          {say('parts.copy')}
        </Button>
        <span role="status">{done ? say('parts.copied') : ''}</span>
      </div>
      <pre ref={place} tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}

/** Over plain http a browser gives a page no clipboard; then the text is selected, so that the reader's own keys copy it. */
async function copied(text: string, shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(shown);
    return false;
  }
}
