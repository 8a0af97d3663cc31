/** A suite of tests that others wrote, and how it is run. */
export interface Suite {
  readonly name: string;
  /** What is said of it in the table. */
  readonly version: string;
  /** `mocha` reports by preload/reporter.cjs, `tap` by what its files print. */
  readonly runner: 'mocha' | 'tap';
  /** The files of tests, from `folder` of where it is run: each runs in a process of its own. */
  files(place: Place): readonly string[];
  /** Further arguments of mocha. */
  readonly mocha?: readonly string[];
  /** The environment by which the suite takes the server's address; without it, port 27017 is led to the server. */
  environment?(uri: string): Readonly<Record<string, string>>;
  /** A file that is loaded before the tests. */
  readonly prepare?: string;
  /** A folder that has the suite and what it needs; it runs there. */
  readonly checkout?: string;
  /** Unpacks what npm does not have into the folder in which the suite runs. */
  unpack?(place: Place): void;
}

/** Where a suite runs. */
export interface Place {
  /** Has the node_modules of the suite. */
  readonly home: string;
  /** The working folder of its processes. */
  readonly folder: string;
  /** What is fetched once is kept here. */
  readonly cache: string;
}

/** What became of one test. */
export interface Outcome {
  readonly test: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly error?: string;
}
