/** Drawings on the buttons that open the panels beside the editor. */
import type { ReactNode } from 'react';

function Icon({ children, className }: { children: ReactNode; className?: string }): ReactNode {
  return (
    <svg
      className={className}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const QuestionIcon = (): ReactNode => (
  <Icon>
    <path d="M3 4.500h14v9.500H9.500L6 17v-3H3z" />
    <path d="M6.500 7.800h7M6.500 10.700h4.500" />
  </Icon>
);

/** Boxes to tick. */
export const BuildIcon = (): ReactNode => (
  <Icon>
    <path d="M3 3.500h5v5H3zM3 11.500h5v5H3z" />
    <path d="m4.200 5.900 1.100 1.200 1.700-2.200M11 6h6M11 14h6" />
  </Icon>
);

/** A form: a label and its field, twice. */
export const VariablesIcon = (): ReactNode => (
  <Icon>
    <path d="M3 4h5M3 11.500h5" />
    <path d="M3 6.300h14v3H3zM3 13.800h14v3H3z" />
  </Icon>
);

/** A bookmark. */
export const KeepIcon = (): ReactNode => (
  <Icon className="graphiql-toolbar-icon">
    <path d="M5.500 3h9v14L10 13.500 5.500 17z" />
  </Icon>
);
