/** What companies are called and what they do. All names are made up of parts that mean nothing. */
import { readTable } from './tables.ts';

export const nameStarts = `Bram Cald Dorn Elv Fenn Garr Hask Iven Jorr Kest Lorv Marl Nask Osk Pell Quen Rask Sten Tarn
  Ulv Velm Wynd Yarr Zell Arv Brin Corv Drey Esk Falv Grim Hov Isk Kolm Lunn Mirr Nimm Orr Pryd Rydd Skov Tov`.split(
  /\s+/,
);
export const nameEnds =
  'amora wick dale haven stead lund mere ridge vale gate holm quist den fell ander worth ovia ello etta ingale'.split(
    ' ',
  );

export interface Industry {
  readonly name: string;
  /** What its companies add to their name. */
  readonly nouns: readonly string[];
  /** What they want to see in their numbers. */
  readonly goals: readonly string[];
}

export const industries: readonly Industry[] = readTable(`
Logistics | Logistics; Freight; Cargo; Parcel Service | delivery punctuality by depot; fuel cost per route; a daily view of late shipments
Retail | Stores; Outfitters; Home & Garden; Retail | weekly sales reporting for all stores; margin by product group; stock reports for store managers
Food | Foods; Bakeries; Dairy; Beverages; Chocolate | waste per production line; a forecast of seasonal orders; recipe costs by plant
Manufacturing | Works; Precision; Components; Machinery | scrap rates by shift; a live view of machine downtime; on-time delivery of suppliers
Healthcare | Clinics; Medical; Care; Diagnostics | waiting times by clinic; bed occupancy for the board; cost per treatment path
Financial Services | Capital; Savings; Payments; Credit | the monthly risk report; a daily liquidity view; branch performance for regional heads
Insurance | Insurance; Mutual; Assurance | claims handling times; loss ratios by product; the quarterly report to the regulator
Software | Software; Systems; Labs; Cloud | product usage by customer; a single view of revenue; support load per release
Education | Academy; Learning; Institute | course completion by faculty; enrolment forecasts; a dashboard for every school head
Hospitality | Hotels; Resorts; Catering; Travel | occupancy and rate by house; guest satisfaction by week; staff cost per shift
Energy | Energy; Power; Grid; Solar | outage reports by region; yield of every solar park; the monthly grid loss report
Construction | Construction; Builders; Engineering; Infrastructure | budget against actuals by site; a weekly safety report; hours by subcontractor
Media | Media; Publishing; Studios; Broadcast | audience by channel; campaign results within a day; subscriber churn by title
Public Sector | Regional Council; Transit Authority; Water Board; Housing Trust | open data for citizens; response times by district; the annual report to the council
`).map(([name = '', nouns = '', goals = '']) => ({ name, nouns: nouns.split('; '), goals: goals.split('; ') }));

export const subsidiaryLabels = ['subsidiary', 'division', 'regional office'];
export const leadSources = ['website', 'partner', 'trade fair', 'outbound', 'customer referral', 'webinar'];
export const streets = `Harbour Street; Linden Row; Mill Lane; Station Road; Foundry Square; Orchard Avenue; Canal Side;
  Market Place; Quarry Road; Observatory Hill; Weaver Street; Old Tannery; Bridge Street; Park Crescent`.split(/;\s+/);
