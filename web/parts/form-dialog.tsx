/** A dialog that is filled in: it closes by its own buttons and Escape alone, so that a slip of the pointer loses nothing. */
import { useId, type FormEvent, type ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useSay } from '../language/language.tsx';
import './dialog.css';

interface FormDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** What the button that sends it says; without one there is nothing to send. */
  readonly send?: string;
  /** Missing where there is nothing to send. */
  readonly onSend?: () => void;
  readonly sending?: boolean;
  /** Why it was not done, and what to do about that. */
  readonly problem?: ReactNode;
  readonly children: ReactNode;
}

export function FormDialog({ title, onClose, send, onSend, sending = false, problem, children }: FormDialogProps) {
  const say = useSay();
  const message = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!sending) onSend?.();
  };
  return (
    <ModalOverlay className="overlay" isOpen onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title">{title}</Heading>
          <form className="dialog-form" onSubmit={submit} aria-describedby={message}>
            {children}
            <p id={message} role="alert" className={problem === undefined ? 'visually-hidden' : 'dialog-problem'}>
              {problem}
            </p>
            <div className="dialog-foot">
              <Button className="plain" onPress={onClose}>
                {say(send === undefined ? 'shell.dismiss' : 'parts.cancel')}
              </Button>
              {send !== undefined && (
                <button type="submit" className="primary" aria-disabled={sending}>
                  {sending ? say('saved.sending') : send}
                </button>
              )}
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
