/** Occupation by welfare decile: a table whose cells are coloured by what they hold, each a link to its numbers. */
import { useMemo, type ReactNode } from 'react';
import { dataHref } from '../address/data-view.ts';
import { Link } from '../address/link.tsx';
import { notesOf, PRINTED } from '../charts/drawing.ts';
import { colourAt, inkOn, paletteOf, type Palette } from '../charts/palette.ts';
import { partOf } from '../graph/reply.ts';
import { enumNames } from '../language/enum-names.ts';
import { useLanguage, useSay } from '../language/language.tsx';
import { written, type Writing } from '../numbers/formats.ts';
import { useFormats } from '../numbers/use-formats.ts';
import { marksOfRate, type Mark } from '../numbers/marks.ts';
import { monthsIn } from '../numbers/months-in.ts';
import { Choice } from '../parts/choice.tsx';
import { Scrolls } from '../parts/scrolls.tsx';
import { Panel, type PanelPicture } from '../parts/panel.tsx';
import { useScheme } from '../parts/scheme.tsx';
import { useReply } from '../session/use-reply.ts';
import type { OccupationsAnswer } from './answers.ts';
import { heatOf, MEASURES, type Heat, type Measure } from './heat.ts';
import { OCCUPATIONS } from './questions.ts';
import { useTellMarks, type TellMarks } from './use-tell-marks.ts';

const ASKED = { query: OCCUPATIONS };

interface HeatPanelProps {
  readonly measure: Measure;
  readonly onMeasure: (measure: Measure) => void;
  readonly onMarks: TellMarks;
}

export function HeatPanel({ measure, onMeasure, onMarks }: HeatPanelProps): ReactNode {
  const say = useSay();
  const following = useReply<OccupationsAnswer>(ASKED);
  const part = partOf(following.reply);
  const heat = useMemo(() => (part === undefined ? undefined : heatOf(part, measure)), [part, measure]);
  const marks = heat === undefined ? [] : marksOf(heat);
  useTellMarks(onMarks, 'occupations', marks);
  const picture = usePicture(heat, measure, part?.data);
  return (
    <Panel
      title={say('overview.occupations')}
      asked={ASKED}
      following={following}
      marks={() => marks}
      picture={picture}
      tools={
        <Choice
          label={say('overview.measure')}
          value={measure}
          options={MEASURES.map((name) => ({ name, title: say(`overview.measure.${name}`) }))}
          onChoose={onMeasure}
        />
      }
    >
      {({ data }) => <HeatTable heat={heat!} measure={measure} data={data} />}
    </Panel>
  );
}

function usePicture(
  heat: Heat | undefined,
  measure: Measure,
  data: OccupationsAnswer | undefined,
): PanelPicture | undefined {
  const say = useSay();
  const formats = useFormats();
  const { language } = useLanguage();
  if (heat === undefined || data === undefined || heat.rows.length === 0) return undefined;
  const shows = say(`overview.measure.${measure}`);
  return {
    draw: async () => {
      const { gridDrawing } = await import('../charts/grid-drawing.ts');
      const drawn = gridDrawing({
        rows: heat.rows.map(enumNames(data.occupations, language)),
        columns: heat.columns.map(enumNames(data.bands, language)),
        cell: (row, column) => {
          const { value } = heat.cell(heat.rows[row]!, heat.columns[column]!);
          return { text: written(value, WRITING[measure], formats), colour: colourOf(value, heat, measure, PRINTED) };
        },
      });
      const marks = marksOf(heat);
      const own = measure === 'coverageRate' ? marksOfRate(marks) : marks;
      return { ...drawn, shows, notes: notesOf([{ name: shows, marks: own }]) };
    },
    filters: [],
    sources: ['Disnaker'],
    months: monthsIn(marksOf(heat)),
  };
}

const marksOf = ({ rows, columns, cell }: Heat): Mark[] =>
  rows.flatMap((row) => columns.flatMap((column) => cell(row, column).marks));

function HeatTable({ heat, measure, data }: { heat: Heat; measure: Measure; data: OccupationsAnswer }): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const occupation = enumNames(data.occupations, language);
  const band = enumNames(data.bands, language);
  if (heat.rows.length === 0) return <p className="panel-state">{say('numbers.none')}</p>;
  return (
    <Scrolls label={say('overview.occupations')}>
      <table className="heat">
        <caption className="visually-hidden">
          {say('overview.occupations')}: {say(`overview.measure.${measure}`)}
        </caption>
        <thead>
          <tr>
            <td />
            {heat.columns.map((column) => (
              <th key={column} scope="col">
                {band(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {heat.rows.map((row) => (
            <tr key={row}>
              <th scope="row">{occupation(row)}</th>
              {heat.columns.map((column) => (
                <HeatCell key={column} heat={heat} measure={measure} row={row} column={column} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  );
}

function HeatCell({
  heat,
  measure,
  row,
  column,
}: {
  heat: Heat;
  measure: Measure;
  row: string;
  column: string;
}): ReactNode {
  const formats = useFormats();
  const { dark } = useScheme();
  const palette = paletteOf(dark);
  const { value } = heat.cell(row, column);
  const colour = colourOf(value, heat, measure, palette);
  return (
    <td>
      <Link
        href={dataHref({ by: ['occupation', 'band'], occupation: row, band: column })}
        style={{ background: colour, color: inkOn(colour) }}
        data-cell={`${row} ${column}`}
      >
        {written(value, WRITING[measure], formats)}
      </Link>
    </td>
  );
}

function colourOf(value: number | null, heat: Heat, measure: Measure, palette: Palette): string {
  const greatest = measure === 'coverageRate' ? 1 : heat.greatest;
  return value === null ? palette.none : colourAt(palette, greatest === 0 ? 0 : value / greatest);
}

const WRITING: Readonly<Record<Measure, Writing>> = {
  coverageRate: 'percent',
  total: 'whole',
  covered: 'whole',
  eligibleNotCovered: 'whole',
};
