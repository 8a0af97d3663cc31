/** Operations with the clients that ran them, their counts and errors; of all clients or of one. */
import { useState, type ReactNode } from 'react';
import { useFormats } from '../numbers/use-formats.ts';
import { Choice } from '../parts/choice.tsx';
import { Scrolls } from '../parts/scrolls.tsx';
import { clientsIn, runsOf } from './clients.ts';
import type { Operation } from './shapes.ts';
import { useWords } from './words.tsx';

const ALL = 'all';
/** No client that says its name has this one. */
const UNNAMED = ' ';

export function OperationTable({ label, operations }: { label: string; operations: readonly Operation[] }): ReactNode {
  const words = useWords();
  const [chosen, setChosen] = useState(ALL);
  const clients = clientsIn(operations);
  const isThere = clients.some(({ name }) => (name ?? UNNAMED) === chosen);
  const client = isThere ? (chosen === UNNAMED ? null : chosen) : undefined;
  return (
    <>
      {clients.length > 1 && (
        <Choice
          label={words('usage.client')}
          value={isThere ? chosen : ALL}
          options={[
            { name: ALL, title: words('usage.allClients') },
            ...clients.map(({ name, count }) => ({
              name: name ?? UNNAMED,
              title: `${name ?? words('usage.noClient')} (${count})`,
            })),
          ]}
          onChoose={setChosen}
        />
      )}
      <Scrolls label={label}>
        <table className="registry-table">
          <thead>
            <tr>
              <th scope="col">{words('usage.operation')}</th>
              <th scope="col" className="registry-count">
                {words('usage.count')}
              </th>
              <th scope="col">{words('usage.clients')}</th>
              <th scope="col">{words('usage.errors')}</th>
              <th scope="col">{words('usage.lastDay')}</th>
            </tr>
          </thead>
          <tbody>
            {runsOf(operations, client).map((operation) => (
              <Row key={operation.hash} operation={operation} />
            ))}
          </tbody>
        </table>
      </Scrolls>
    </>
  );
}

function Row({ operation: { title, count, clients, errors, lastDay } }: { operation: Operation }): ReactNode {
  const words = useWords();
  const { whole, day } = useFormats();
  return (
    <tr>
      <th scope="row">{title}</th>
      <td className="registry-count">{whole(count)}</td>
      <td>
        {clients.map((client) => (
          <div key={JSON.stringify([client.name, client.version])}>
            {client.name ?? words('usage.noClient')}
            {client.version !== null && `, ${words('usage.version', { version: client.version })}`}:{' '}
            {whole(client.count)}
          </div>
        ))}
      </td>
      <td>
        {errors.map(({ code, subgraph, count: times }) => (
          <div key={`${code} ${subgraph}`}>
            {subgraph === null
              ? words('usage.error', { code, count: times })
              : words('usage.errorAt', { code, subgraph, count: times })}
          </div>
        ))}
      </td>
      <td>{day(lastDay)}</td>
    </tr>
  );
}
