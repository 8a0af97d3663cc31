/** Accounts of the city. */
export const account = {
  'account.signIn': 'Sign in',
  'account.again': 'Sign in again',
  'account.signOut': 'Sign out {name}',
  'account.busy': 'Signing in…',
  'account.role': 'My account',
  'account.failed': 'Signing in did not work ({reason}). Nothing is lost; try again.',
} as const;
