/** With which question each answer on the screen was asked: the editor's text may have been changed since, and says nothing of it. */
import type { Answer } from '../graph/ask.ts';

/** A question as it was sent. */
export interface Asked {
  readonly query: string;
  /** JSON; empty where there are none. */
  readonly variables: string;
  /** Missing where the question has one operation, or none was chosen. */
  readonly operationName?: string | null | undefined;
}

/** Answers remembered: more than a reader has tabs. */
const MOST = 30;

/** The newest answers, each by its text. */
export class AskedQuestions {
  readonly #byAnswer = new Map<string, Asked>();

  note(answer: Answer, asked: Asked): void {
    const text = JSON.stringify(answer);
    this.#byAnswer.delete(text);
    this.#byAnswer.set(text, asked);
    if (this.#byAnswer.size > MOST) this.#byAnswer.delete(this.#byAnswer.keys().next().value!);
  }

  /** @returns the question that the answer was given to; undefined where it is not known, so nothing may be concluded from the editor */
  of(answer: Answer): Asked | undefined {
    return this.#byAnswer.get(JSON.stringify(answer));
  }
}
