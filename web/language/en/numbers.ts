/** Marks: what a reader must know of a number before they use it. One short word, and one sentence. */
export const numbers = {
  'numbers.none': 'no data',
  'numbers.legend': 'What the marks mean',
  'mark.EXACT.word': 'exact',
  'mark.EXACT.says': 'This number is exact.',
  'mark.ESTIMATE.word': 'estimate',
  'mark.ESTIMATE.says':
    'Computed with a number that is an estimate, such as the people in work, and so an estimate too.',
  'mark.PERTURBED.word': '± {noise}',
  'mark.PERTURBED.says':
    'This count of people was moved by up to {noise} either way, so that nobody can be found by counting. Ask for a sum rather than adding up.',
  'mark.RATE.word': 'of ± {noise}',
  'mark.RATE.says':
    'This share is made of two counts of people, each moved by up to {noise}. The fewer people, the further off it may be; an order of shares that lie together is not certain.',
  'mark.SUMMED.word': 'sum',
  'mark.SUMMED.says':
    'Added up here from {parts, number} numbers that were each moved by noise; typically it is off by about {deviation, number}, now and then by twice that or more. That is no bound.',
  'mark.MONTH.word': '{month}',
  'mark.MONTH.says': 'As it stood at the end of {month}; it changes once a month.',
  'mark.MASKED.word': 'masked',
  'mark.MASKED.says': 'Personal data, masked for this role and purpose.',
  'mark.FORBIDDEN.word': 'closed',
  'mark.FORBIDDEN.says': 'Your role may not read this, nor make this change. Choose another role, or state a purpose.',
  'mark.WITHHELD.word': 'withheld',
  'mark.WITHHELD.says': 'Fewer than the minimum, and its agency had not protected it, so it is not shown.',
  'mark.NOT_YET.word': 'not yet',
  'mark.NOT_YET.says':
    'These counts are shown a month at a time, and no month has ended since the agency’s record began: this is missing, not zero.',
  'mark.ABSENT.word': 'no answer',
  'mark.ABSENT.says': '{agency} does not answer now: this is missing, not zero.',
  'mark.FAILED.word': 'error',
  'mark.FAILED.says': 'This could not be worked out ({code}).',
  'mark.STALE.word': 'old',
  'mark.STALE.says': 'Asked for at {time}; the newest attempt failed, so this may be out of date.',
} as const;
