/** The view Data. */
export const data = {
  'data.title': 'Data',
  'data.question': 'Question',
  'data.ask': 'Ask',
  'data.asking': 'Asking…',
  'data.cancel': 'Cancel',
  'data.part': 'Part of the answer',
  'data.empty': 'Nothing to tabulate.',
  'data.noQuestions': 'This gateway has no saved questions.',
} as const;
