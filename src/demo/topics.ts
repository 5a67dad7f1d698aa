/** What an account likes and what troubles it: tickets, surveys, calls and statuses all speak of the same things. */
import { readTable } from './tables.ts';

export interface Pain {
  /** As in "they complain about …". */
  readonly name: string;
  readonly ticket: string;
  readonly report: string;
  readonly comment: string;
  /** As in "we fixed it with …". */
  readonly fix: string;
}

export const pains: readonly Pain[] = readTable(`
slow dashboards | Dashboards take more than a minute to load | Since last week our main dashboard needs over a minute to open on Monday mornings. Several people have given up waiting and went back to their spreadsheets. | Too slow when everybody opens it on Monday morning. | cached queries
failing connector runs | Nightly connector run fails again | The nightly run of the warehouse connector stopped at 02:10 with a timeout, the third time this month. The figures on the front page are from yesterday. | The numbers are stale every other week because the connector stops. | the new connector with retries
missing single sign-on | Single sign-on for our second domain | After the merger our people have two mail domains and only one of them can sign in with single sign-on. IT has to reset passwords by hand. | Signing in is a hassle without single sign-on for everybody. | single sign-on for several domains
limits of the spreadsheet export | Export stops at 50,000 rows | The export of the detail table ends at 50,000 rows without a warning. Finance noticed when the totals did not match. | The export limit makes us do the work twice. | the streaming export
confusing permissions | Cannot share a folder with read access only | We want to share the board folder with the regional heads so that they can look but not change anything. Every combination that we tried lets them edit. | Permissions are hard to understand; we were afraid to share. | the new sharing dialog
wrong time zones in reports | Report totals shifted by a day | Our plants are in three time zones and the daily totals of two of them land on the wrong day. | Daily totals are wrong for our overseas sites. | time zones per report
scheduled mails that do not arrive | Scheduled report was not delivered | The report for the Monday management meeting did not arrive in four of the last six weeks. The schedule shows it as sent. | I never know whether the scheduled report will arrive. | delivery receipts for schedules
little help with data models | Need advice on joining two sources | We try to join orders with deliveries and get duplicates. The help page describes only the simple case. | Powerful, but we are left alone with the modelling. | a modelling workshop
`).map(([name = '', ticket = '', report = '', comment = '', fix = '']) => ({ name, ticket, report, comment, fix }));

export interface Love {
  /** As in "they praise …". */
  readonly name: string;
  readonly comment: string;
}

export const loves: readonly Love[] = readTable(`
the dashboard builder | Our team builds its own dashboards now without asking IT.
the support team | Support answers within the hour and knows what it talks about.
the ready-made connectors | All our sources were connected within two days.
the mobile view | I check the figures on the train every morning. Love it.
alerts on thresholds | The alerts told us about a problem before our customers did.
how quickly reports load | Fast, even with three years of data.
the quarterly reviews | The quarterly reviews keep us honest about our goals. Very useful.
`).map(([name = '', comment = '']) => ({ name, comment }));

/** Why customers leave, as we note it and as they put it; {pain} is theirs. The last is for those without a sponsor. */
export const leavingReasons = readTable(`
Chose another supplier; {pain} had not been solved in time | We have chosen another supplier, since {pain} could not be solved for us in time
Budget cut: all tools without proven value were cancelled | All tools that cannot show their value have been cut from our budget
Price: the renewal offer was too high for the use they made of it | The offer for the renewal is too high for the use that we make of it
Moved reporting into their ERP system | Our reporting moves into the ERP system
Never reached the usage they had planned, mainly because of {pain} | We never reached the usage that we had planned, mainly because of {pain}
Sponsor left the company, the successor brought another tool | Our new head of analytics brings a tool of her own
`);
export const suddenReasons = [
  'Acquired by a competitor that uses another platform group-wide',
  'Insolvency; the company has ceased business',
  'Group headquarters decided on a single tool for all companies',
];
export const mistakes = [
  'Duplicate record from the CRM',
  'Test account of the sales team',
  'Partner, not a customer; entered by mistake',
];
