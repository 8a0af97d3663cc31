/** The codes of saved questions. docs/errors.md lists them; clients match on the code. */
import { faultsOf, type ErrorTable } from '../../../base/errors.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const questionErrors = {
  QUESTION_TEXT: {
    status: 400,
    what: 'A text of the question does not fit',
    solve: 'Correct the field that the message names: its length, or an id that is no UUID.',
  },
  QUESTION_DOCUMENT: {
    status: 400,
    what: 'The document is not one GraphQL query',
    solve: 'Save a document of at most 16,000 bytes that parses and has one operation, a query.',
  },
  QUESTION_VARIABLES: {
    status: 400,
    what: 'The variables do not fit the document',
    solve: 'Pass a JSON object of at most 4,000 bytes, whose members are variables that the document declares.',
  },
  QUESTION_VIEW: {
    status: 400,
    what: 'The state of the view does not fit',
    solve: 'Pass a JSON object of at most 4,000 bytes and six levels, with members named as in a URL and short values.',
  },
  QUESTION_PERSONAL: {
    status: 400,
    what: 'The question holds what may be about a person, or a credential',
    solve:
      'Leave out every number of ten digits or more, tokens of persons and credentials; who runs the question fills them in.',
  },
  QUESTION_FORBIDDEN: {
    status: 403,
    what: 'This caller may not do that with this question',
    solve:
      'Its author or their agency changes a question, with question:save; publishing, and deleting what a colleague saved, take question:publish as well. Save a copy under a new id.',
  },
  QUESTION_SHELF: {
    status: 400,
    what: 'The question cannot stand on that shelf',
    solve:
      'Save as MINE, or as AGENCY with an agency in your token; publishQuestion and withdrawQuestion move it to PUBLISHED and back.',
  },
  QUESTION_NOT_FOUND: {
    status: 404,
    what: 'There is no such question that this caller may see',
    solve: 'Look the id up in savedQuestions; the question may have been deleted.',
  },
  QUESTION_CHANGED: {
    status: 409,
    what: 'The question has been changed meanwhile',
    solve: 'Read it again, make your change on the version that the message names, and save that.',
  },
  QUESTION_ID_TAKEN: {
    status: 409,
    what: 'The id is taken',
    solve: 'Make another UUID for a new question; a deleted question keeps its id.',
  },
  QUESTIONS_TOO_MANY: {
    status: 400,
    what: 'This caller has saved as many questions as one may',
    solve: 'Delete some of your questions first.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes; the detail states what was expected and what was received */
export const questionFault = faultsOf(questionErrors);
