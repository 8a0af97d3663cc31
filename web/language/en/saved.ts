/** Questions that readers keep in the graph. */
export const saved = {
  'saved.list': 'Saved questions',
  'saved.shelves': 'Whose questions',
  'saved.list.PUBLISHED': 'Published',
  'saved.list.AGENCY': 'My agency’s',
  'saved.list.MINE': 'Mine',
  'saved.seek': 'Find a question',
  'saved.none.PUBLISHED': 'No question has been published yet.',
  'saved.none.AGENCY': 'There is none here. Your role must act for an agency, and somebody there must have saved one.',
  'saved.none.MINE':
    'You have saved none. Choose what is to be shown below, then “Save this question”; the public saves none.',
  'saved.noneFound': 'None of these fits what is sought.',
  'saved.further': 'More of the {total, number}',
  'saved.shelf.PUBLISHED': 'published',
  'saved.shelf.AGENCY': 'of the agency',
  'saved.shelf.MINE': 'private',
  'saved.version': 'Version {version, number}',
  'saved.versions': 'Versions',
  'saved.versionsOf': 'Versions: {title}',
  'saved.older': 'Version {version, number} of {of, number} is shown',
  'saved.isChanged': 'Changed here, not saved',
  'saved.missing':
    'The saved question of this address is not there, or not yours to see. It may have been deleted or withdrawn; choose a role that may see it, or another question.',
  'saved.save': 'Save this question',
  'saved.saveNew': 'Save',
  'saved.saveVersion': 'Save as version {version, number}',
  'saved.sending': 'Saving…',
  'saved.what': 'The question is kept, not its answer: whoever opens it sees what they may see, as it is then.',
  'saved.as': 'Save as',
  'saved.asVersion': 'A new version of “{title}”',
  'saved.asNew': 'Another question',
  'saved.copyOnly': 'You may not change “{title}”, so this is saved as a question of your own.',
  'saved.title': 'Title',
  'saved.why': 'Reason',
  'saved.why.example': 'For the monthly meeting on targets',
  'saved.noPerson': 'No name and no number of a person: title and reason are read by all who see the question.',
  'saved.forWhom': 'Who sees it',
  'saved.for.MINE': 'Only me',
  'saved.for.AGENCY': 'My agency',
  'saved.staysPublished': 'It is published: the new version is seen by everybody at once.',
  'saved.mayNot':
    'Saving takes a role that may save questions: choose another one above, or sign in. Until then the address of this page keeps the view: copy it from the browser, or set a bookmark.',
  'saved.publishQuestion': 'Publish',
  'saved.publishQuestion.title': 'Publish: {title}',
  'saved.publishQuestion.what':
    'Everybody sees the question then, its title and its reasons too. Read them once more: they may name nobody.',
  'saved.withdrawQuestion': 'Withdraw',
  'saved.withdrawQuestion.title': 'Withdraw: {title}',
  'saved.withdrawQuestion.what': 'Only its agency sees the question then, or its author where it has no agency.',
  'saved.deleteQuestion': 'Delete',
  'saved.deleteQuestion.published':
    'It is published, so others rely on it: its author can delete it once it is withdrawn.',
  'saved.deleteQuestion.title': 'Delete: {title}',
  'saved.deleteQuestion.what':
    'The question goes with all its versions, for good; who deleted it, when and why is kept. Colleagues will not find it either.',
  'saved.refused.text': 'Title and reason need words: a title of at most 160 characters, a reason of at most 400.',
  'saved.refused.document':
    'This question cannot be kept: its GraphQL is too long, or is not one query. Show less at once, then save again.',
  'saved.refused.variables':
    'The variables cannot be kept: they must be a JSON object without comments, with no other variables than the question declares. Correct them, then save again.',
  'saved.refused.view':
    'The view has more in its address than can be kept. Hide fewer columns, then save again; what you typed is still here.',
  'saved.refused.personal':
    'There is a long number, a token or a key in {place}: nothing that may be a person’s may be kept. Take it out, then save again.',
  'saved.refused.forbidden':
    'This question belongs to somebody else. Save your own as another question, or ask its author or whoever answers for their agency. A colleague’s question can be changed, not deleted.',
  'saved.refused.shelf':
    'You act for no agency, or the question is another’s: choose “Only me”. What is published is withdrawn first.',
  'saved.refused.gone': 'The question is no longer there, or no longer yours to see. Save this as another question.',
  'saved.refused.changed':
    'Somebody has changed the question meanwhile. Look at its versions; sent again, yours goes on top of theirs.',
  'saved.refused.taken': 'The gateway had this id already. Send it once more: it gets a new one.',
  'saved.refused.tooMany': 'You have as many questions as one person may keep. Delete one of yours, then save again.',
  'saved.refused.role':
    'Your role may not do this. Close this, choose another role above, and open it again: what you typed stays.',
  'saved.refused.absent': 'Diskominfo, who keeps the questions, does not answer now. Try again in a while.',
  'saved.place.any': 'what is to be saved',
  'saved.place.title': 'the title',
  'saved.place.why': 'the reason',
  'saved.place.document': 'the GraphQL',
  'saved.place.variables': 'the variables',
  'saved.place.view': 'the view',
} as const;
