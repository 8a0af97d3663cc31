/** What is taken away: the citation that goes along, and what the reader is told on the way. */
export const exported = {
  'export.marksOf': '{heading}: marks',
  'export.sheet': 'Table',
  'export.citation': 'Source',
  'export.taken': 'taken',
  'export.question': 'Question',
  'export.filter': 'Filter',
  'export.month': 'As of',
  'export.now': 'now',
  'export.at': 'Taken on',
  'export.sources': 'Source agencies',
  'export.schema': 'Version of the graph',
  'export.permalink': 'Address',
  'export.note': 'Note',
} as const;
