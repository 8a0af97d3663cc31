/** Fields of saved questions. */
import type { Model } from 'mongoose';
import { connectionOf, type Order } from '../../data/connection.ts';
import type { MutationResolvers, QueryResolvers, Resolvers, SavedQuestionResolvers } from '../resolver-types.ts';
import {
  isOwn,
  mayChange,
  mayDelete,
  mayPublish,
  maySeeAccounts,
  onShelf,
  visibleVersions,
} from './question-rights.ts';
import type { KeptQuestion } from './saved-question.ts';

const LATEST: Order = { field: 'savedAt', direction: -1 };

/** `Query.savedQuestion`, `Query.savedQuestions`: the rows that the caller may see. */
export function savedQuestionQueries(questions: Model<KeptQuestion>) {
  return {
    savedQuestion: (_, { id }, { load }) => load.question.load(id),
    savedQuestions: (_, { shelf, ...page }, { caller }) =>
      connectionOf(questions, { name: 'savedQuestions', condition: onShelf(shelf, caller), order: LATEST }, page),
  } satisfies QueryResolvers;
}

/** `Mutation`. @throws CodedError of `questionErrors` */
const mutations: MutationResolvers = {
  saveQuestion: (_, { input }, { changes }) =>
    changes.save({ ...input, variables: input.variables ?? '{}', view: input.view ?? null }),
  publishQuestion: (_, { input }, { changes }) => changes.publish(input),
  withdrawQuestion: (_, { input }, { changes }) => changes.withdraw(input),
  deleteQuestion: async (_, { input }, { changes }) => ({ id: await changes.delete(input) }),
};

/** `SavedQuestion`: the accounts of who saved it are for those whom `maySeeAccounts` names. */
const savedQuestion: SavedQuestionResolvers = {
  id: ({ _id }) => _id,
  agency: ({ agency }, _args, { load }) => (agency === null ? null : load.agency.load(agency)),
  author: (question, _args, { caller }) => (maySeeAccounts(question, caller) ? question.author : null),
  savedBy: (question, _args, { caller }) => (maySeeAccounts(question, caller) ? question.savedBy : null),
  isMine: (question, _args, { caller }) => question.author === caller.sub && isOwn(question, caller),
  mayChange: (question, _args, { caller }) => mayChange(question, caller),
  mayPublish: (question, _args, { caller }) => mayPublish(question, caller),
  mayDelete: (question, _args, { caller }) => mayDelete(question, caller),
  versions: async (question, _args, { load, caller }) => {
    const { versions = [] } = (await load.questionVersions.load(question._id)) ?? {};
    const isSeen = maySeeAccounts(question, caller);
    const seen = visibleVersions(question, versions, caller);
    return seen.toReversed().map((version) => ({ ...version, savedBy: isSeen ? version.savedBy : null }));
  },
};

/** The types of saved questions. */
export const savedQuestionTypes = { Mutation: mutations, SavedQuestion: savedQuestion } satisfies Resolvers;
