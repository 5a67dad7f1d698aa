/** What customer success managers write about the state of an account. */
import { readPassages } from './passages.ts';

export const statuses = readPassages(`
# trial | [Trial under way ~ First days of the trial]
{contact} ({title}) tries it with {goal}. {users} people have [signed in ~ looked in] so far. [Decision at the end of the trial. ~ Budget is said to be there.]
# trial | [Trial: one report so far ~ Trial goes on]
[One report built, ~ First source connected,] {contact} is [curious ~ sceptical, but fair]. Needs [a second person ~ a real use case] before the end.
# new | [Onboarding on schedule ~ Good start]
Kickoff done with {contact} ({title}). First goal: {goal}. {users} people have signed in so far.
# new | [First dashboards live ~ First pages live]
Connectors are set up, {contact} built the first dashboards for {goal}. Next: training for [the other teams ~ {team}].
# new | [Training under way ~ Onboarding, second half]
[First training held, ~ Two trainings held,] {colleague} from {team} is the keenest. {active} of {users} people active. Open: [access to one source ~ names of the measures].
# strong, busy | [Going strong ~ Very good ~ Doing very well]
{active} of {users} people active this month. {contact} praises {love} [and is ready to act as a reference. ~ and says so to others. ~ in every call.]
# strong, full | [Growth ahead ~ More seats soon ~ Room to grow]
{contact} wants to bring in [another department ~ a second site ~ {team}] after the [summer ~ next review ~ turn of the year]. On {plan} with {seats} seats today; asked for an offer.
# strong | [Goal reached, next one agreed ~ Next goal agreed ~ Second project]
They have {goal} in daily use. We agreed on [a second project ~ {topic} as the next step] in our last [review ~ call].
# strong | [In good hands ~ Runs by itself ~ Little to do for us]
{contact} and {colleague} from {team} run it [without our help ~ on their own]. {active} of {users} people active. [Only wish: {topic}. ~ They ask for {topic}, no hurry. ~ Next call when they have news.]
# strong, stable | [Satisfied ~ All green ~ Nothing to worry about]
Usage is high, no open complaints. {Colleague} [shows it to new people ~ has written a short guide for {team} ~ collects wishes for us]. Last topic: {topic}.
# fine, busy | [Steady ~ All in order ~ As before]
Regular use, {active} of {users} people active. [Nothing urgent. ~ No changes.] Keep an eye on {pain}.
# fine, stable | [Healthy, little contact ~ Quiet ~ Stable, few words]
Usage is stable, {contact} answers briefly. [Plan a short call before {renewal}. ~ Renewal on {renewal}, no doubts so far.]
# fine, stable | [No news ~ Little contact ~ Quiet, stable]
Usage is as before, {active} of {users} people active. {contact} has [not asked for anything ~ little time]. [A mail with news of {topic} goes out. ~ Next call next month. ~ Offered half an hour on {topic}.]
# fine | [On track ~ Work in progress ~ Step by step]
Working towards {goal}; [two ~ three ~ a few] dashboards are in weekly use. {contact} asked about {fix}.
# fine | [New topic: {topic} ~ {Topic} ~ Interest in {topic}]
{colleague} from {team} [asked about ~ would like to try] {topic}. {contact} [has nothing against it ~ wants to see it first]. Otherwise [unchanged ~ all calm ~ nothing new].
# fine, busy | [Compares prices ~ Budget talk ~ Looks at costs]
{contact} [compares prices, as every year ~ has to plan the budget ~ wants a list of seats and users]: {seats} seats, {active} people active. [Not worried. ~ Sent our numbers on {goal}.]
# weak, falling | [Usage is dropping ~ Usage is going down ~ Fewer people active]
Only {active} of {users} people active in {month}. The reason according to {contact}: {pain}. [Call set up. ~ Looking for a date with {colleague}.]
# weak, falling | [Usage is dropping ~ Usage keeps falling ~ Downward trend]
[Fewer people every week, ~ The curve points down,] {active} of {users} active in {month}. {colleague} from {team} [says that it is {pain} ~ has stopped using it because of {pain} ~ names {pain}, others say nothing]. [Review brought forward. ~ {contact} has promised to ask around.]
# weak, falling | [Usage is dropping ~ Usage down in {team}]
{team} hardly opens it any more, in all {active} of {users} people are active. {contact} [did not know. ~ knows, and blames {pain}. ~ hopes for {fix}.] [Training offered. ~ Call set up. ~ We look at the data together.]
# weak | [Value not clear to them ~ Has to justify the price ~ Results wanted]
{contact} has to justify {seats} seats internally. We need [results ~ numbers ~ an example] on {goal} to show.
# weak | [Open issue with {pain} ~ {Pain} ~ Waiting for {fix}]
Several tickets on {pain}; {contact} is getting impatient. Product team informed, {fix} would help.
# weak | [Cooling down ~ Less contact than before ~ Mood has changed]
{contact} is [less open than before ~ polite, but short]. {active} of {users} people active. [Topic is always {pain}. ~ {Colleague} from {team} named {pain}.]
# weak | [Small plan agreed ~ Six weeks to show something]
Agreed with {contact}: {goal} first, everything else later. [Three ~ Two] calls planned, {colleague} tests. {Pain} remains [the sore point ~ open].
# poor | [At risk ~ Serious risk ~ May leave]
The team goes back to spreadsheets because of {pain}, says {contact}. {active} of {users} people active. [Renewal on {renewal} in doubt; rescue plan agreed with management. ~ They decide before {renewal}; we have a plan, but no date.]
# poor | [At risk ~ In danger ~ Could be lost]
{active} of {users} people active, {contact} sees [no point in going on like this ~ no way out without {fix}]. [Weekly calls agreed. ~ Our management calls theirs. ~ Rescue plan under way.]
# poor | [Escalated: {pain} ~ Escalation ~ {Pain}: escalated]
Escalation call held. They want a date for {fix}. [Without it they will look at other tools. ~ {Team} is looking at other tools already.]
# poor, falling | [Hard to reach ~ No answer ~ Silence]
No answer from {contact} for weeks, usage at a low. Trying [the executive sponsor ~ {colleague} from {team} ~ the economic buyer].
# poor, falling | [Usage is dropping fast ~ Usage is dropping week by week]
{active} of {users} people active in {month}, [in the quarter before it was many more. ~ and the rest has not been seen for weeks.] {contact} [expects a date for {fix} ~ has no hope left for {fix} ~ asks who is in charge on our side].
# poor | [Rescue plan, week after week ~ Rescue plan under way ~ Slow progress]
[First test with {fix} done, ~ Named engineer on board, ~ Third call of the plan held,] {contact} is [not convinced ~ waiting]. {active} of {users} people active.
# leaving | [Has given notice ~ Leaving ~ Contract terminated]
{reason}. [Export of their data is under way, farewell call planned. ~ Export agreed with {colleague}. ~ Last access on the final day.]
# back | [Back again ~ Second start]
They have signed again after the break. Fresh start with {goal}, this time with a clear owner: {contact}.
# back | [Second start goes well ~ Weekly look: fine]
{active} of {users} people active. {colleague} from {team} [helps the others ~ has built the first page]. [Weekly look at usage until the summer review. ~ Scope still small, as agreed.]
# better | [Turned around ~ Back on track]
Solved by {fix}: usage is up again and {contact} is content. [Stay close. ~ Keep calling every month.]
# better | [Recovering ~ On the mend ~ Better every month]
{active} of {users} people active. {contact} says that {fix} [made the difference ~ came just in time]. [Trust comes back slowly. ~ First friendly mail in months.]
# better, stable | [Out of the woods ~ Calm again]
No complaints about {pain} since {fix}. {colleague} from {team} [has come back to it ~ builds pages again]. Next: {topic}.
`);
