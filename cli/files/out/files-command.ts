/** `npm run files -- registration|due|reconciliation`: files that the work needs, taken out of the graph under a purpose. */
import { adviceOf } from '../../advice-of.ts';
import { CodedError, faultsOf } from '../../../base/errors.ts';
import { ignoreClosedPipe } from '../../../base/ignore-closed-pipe.ts';
import { readSettings, settingErrors, type SettingsOf } from '../../../base/settings.ts';
import { graphAccess } from '../../graph/graph-access.ts';
import { terminalText } from '../../terminal/terminal-text.ts';
import { contributionDueReport } from './contribution-due.ts';
import { reconciliationReport } from './reconciliation.ts';
import { registrationReport } from './registration.ts';
import type { Report } from './report.ts';
import { fileSettings } from './settings.ts';
import { takeOut, type TakenOut } from './take-out.ts';

const USAGE = `npm run files -- <file> [options]

  registration    --batch 2025-11 --purpose REGISTRATION --out FILE      the registration file for BPJS Ketenagakerjaan
  due             --month 2025-12 --purpose REGISTRATION --out FILE      whose contribution falls due
  reconciliation  --period 2025-10..2025-12 --out FILE                   billed, paid, participants, differences

FILE ends in .csv or .xlsx. npm run files -- registration --help lists the options.
`;
const FILES = ['registration', 'due', 'reconciliation'];

type FileSettings = SettingsOf<typeof fileSettings>;
const optionFault = faultsOf(settingErrors);

async function main([file = '', ...argv]: readonly string[]): Promise<void> {
  if (!FILES.includes(file)) {
    process.stderr.write(USAGE);
    process.exitCode = ['', '--help', '-h'].includes(file) ? 0 : 2;
    return;
  }
  const settings = readSettings(`npm run files -- ${file}`, fileSettings, argv);
  if (settings === undefined) return;
  const report = reportOf(file, settings) as Report<unknown>;
  if (report.persons && settings.purpose === undefined) throw needed('--purpose', 'a purpose, such as REGISTRATION');
  const { graph, tokenFile, role } = settings;
  const access = await graphAccess({ graph, tokenFile, role });
  const onWait = (seconds: number, code: string): void =>
    void process.stderr.write(`waiting ${Math.ceil(seconds)} s: ${terminalText(code)}\n`);
  say(await takeOut(report, settings.out, { ...access, purpose: settings.purpose, onWait }), settings, report.persons);
}

function reportOf(file: string, { batch, month, period, programme, statuses }: FileSettings): unknown {
  if (file === 'registration') {
    if (batch === undefined) throw needed('--batch', 'a month such as 2025-11');
    return registrationReport(batch, statuses);
  }
  if (file === 'due') return contributionDueReport(month ?? new Date().toISOString().slice(0, 7), statuses);
  if (period === undefined) throw needed('--period', 'a month, or two such as 2025-10..2025-12');
  const [from, to = from] = period.split('..') as [string, string?];
  return reconciliationReport(programme, from, to);
}

const needed = (flag: string, expected: string): CodedError =>
  optionFault('BAD_OPTION', `${flag}: expected ${expected}, got nothing`);

function say(
  { rows, leftOut, operation, requestId, remarks }: TakenOut,
  { out, purpose }: FileSettings,
  persons: boolean,
): void {
  const lines = [
    `${out}: ${rows} ${persons ? (rows === 1 ? 'person' : 'persons') : 'months'}`,
    ...(leftOut.length > 0
      ? [
          `not in it, since their NIK or date of birth is not known: ${leftOut.length} (${leftOut.slice(0, 10).join(' ')}${leftOut.length > 10 ? ' …' : ''})`,
        ]
      : []),
    ...(persons ? [`the audit has it as ${operation}, request ${requestId}, for ${purpose}`] : []),
    ...remarks,
  ];
  process.stdout.write(`${terminalText(lines.join('\n'))}\n`);
}

// Whoever breaks off leaves by the way that takes the half of a file away.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

ignoreClosedPipe();
main(process.argv.slice(2)).catch((thrown: unknown) => {
  const told = thrown instanceof CodedError ? `${thrown.code}: ${thrown.message}` : String(thrown);
  process.stderr.write(`${terminalText(told)}\n`);
  const advice = thrown instanceof CodedError ? adviceOf(thrown.code) : undefined;
  if (advice !== undefined) process.stderr.write(`${advice}\n`);
  process.exitCode = 1;
});
