/** The help page in English. */
import type { HelpText } from './help-text.ts';

export const en: HelpText = {
  title: 'Help',
  lead: 'How to find a number, what it is worth, and how to take it along. Every number comes from the city’s public graph; this page asks as the role that is chosen above.',
  contents: 'On this page',
  sections: {
    views: {
      title: 'What each view is for',
      points: [
        '[Overview](overview): the programme at a glance. Choose a district in the map or the list, and the other follows. A click on a number or a mark in a drawing opens it under Data.',
        '[Data](data): one subject, broken down and filtered as you choose, as a table and as a picture. Or a ready question, or one that somebody has saved.',
        '[Query](query): for those who build dashboards. GraphQL is written, completed and run there. The button “GraphQL” beside any table shows what it asked for. For roles that may, the switch “Explain” asks with why: a cell says why it is empty, masked or perturbed, and “Explanation” shows the fetches, the cost and what the role may use.',
      ],
    },
    tasks: {
      title: 'Five everyday questions',
      lead: 'Each link opens the answer. Change it afterwards on the left, or above the table on a narrow screen.',
      points: [
        '[Which districts have the lowest coverage rate?](ranked)',
        '[How many street vendors of deciles 1 and 2 are there in Bekasi Timur?](vendors)',
        '[Which agency answers verifications slowest?](slowest)',
        '[What was paid each month, against the budget?](budget)',
        '[How many people are funded twice, and what does that cost?](twice)',
      ],
    },
    marks: {
      title: 'How to read the marks',
      lead: 'A number that is not simply exact has a mark. Point at it, tap it, or reach it with the Tab key, and it says what it means. An empty cell with a mark is missing, never zero.',
      points: [],
      closing:
        'Do not add numbers with ± up yourself: the last line of a table is the graph’s own figure of all rows together where it has one, and says so where it is added up here.',
    },
    take: {
      title: 'Taking numbers away, and citing them',
      points: [
        'The buttons above a table give CSV and XLSX; PNG and SVG give the drawing, with its title, month, source and what must be known of its numbers; so do those above each drawing of the overview. “Copy” puts the table on the clipboard. You get what is on the screen, in its order.',
        'Each has its source with it: the question and filters, the month, the day, the agencies, the version of the graph, the address, and a note for every mark. In XLSX it is the second sheet, in CSV it stands below the table.',
        'In a file a share is a number from 0 to 1 with up to four decimals, the same in CSV and XLSX; months are written year-month, days year-month-day, moments on the city’s clock with their zone.',
        'In a report, give the source as it is, with ± and month. A number without them says more than is known.',
        'A table with persons leaves only for a stated purpose, and it is recorded who took it, when and why. An auditor finds it by day, account or request with the ready question on who took personal data: [open it in Query](taken) and set the variables there, a day as 2026-11-29T00:00:00+07:00.',
      ],
    },
    keep: {
      title: 'Keeping and sharing',
      points: [
        'The address of the page holds all you have chosen: send it, or set a bookmark. Try it with [lines by month](months) or a [heat map](heat). It holds no token and no name; who opens it sees what they may see.',
        '“Save this question” under Data keeps it in the graph with a title and a reason: for yourself, or for your agency. Saving takes a role that may save. Colleagues may change what the agency shares; who saved it first, or who answers for the agency, deletes it.',
        '“Saved questions” lists what is published, your agency’s, and yours. Each new version states who, when and why; older ones can be opened.',
        'Who may publish shows a question to everybody, and can withdraw it. While it is published its author cannot delete it, since others rely on it; once it is withdrawn they can. Only the question is kept, never its answer.',
      ],
    },
    keys: {
      title: 'By keyboard',
      lead: 'Everything can be reached without a pointer.',
      points: [],
    },
    protection: {
      title: 'Whom the numbers protect, and why',
      points: [
        'Behind every count are people: informal workers, their income and their cover. Who knows a few things about a neighbour must not learn the rest by counting.',
        'So counts by area, occupation, decile, status or agency are moved by up to 10 either way, always in the same way for the same people. No number from 1 to 4 is shown. None stays zero, but a 0 that is shown may stand for nobody or for a few.',
        'Counts stand at the end of a month, so that two days cannot be compared to see who came or went. The participants of the whole city, money computed from them, and [published figures](published) are exact; counts of verifications are not. What is made of several counts may be off by more than 10: its mark says about how much is typical.',
        'Names and numbers of persons are masked, but for roles that need them, for a stated purpose; every such reading is recorded.',
      ],
    },
  },
  keys: [
    ['Tab, Shift + Tab', 'to the next or the last control; the first Tab offers to skip to the content'],
    ['Enter, Space', 'opens a link, presses a button'],
    ['← ↑ → ↓', 'from cell to cell in a table; the mark of a cell is told when it is reached'],
    ['Page ↑, Page ↓', 'twelve rows up or down'],
    ['Home, End', 'the first or the last cell of the row; with Ctrl, of the table'],
    ['Esc', 'closes a dialog or a hint; what was typed stays'],
    ['Ctrl + Space', 'completes, in Query'],
    ['Ctrl + Enter', 'runs the question, in Query'],
  ],
};
