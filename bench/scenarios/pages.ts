/** Pages of 1,000 accounts, all bytes received, against JSON.stringify of the same page. */
import { compare, type Result, time } from '../measure.ts';
import { BenchClient, type BenchServer } from '../server.ts';

const aim = 3;
const dimensions = 'custom_label_dimensions,custom_value_dimensions,custom_event_dimensions';

/** Needs accounts in the server; walks over their pages, never the same one twice in a row. */
export async function benchPages(server: BenchServer, turns: number): Promise<Result[]> {
  const client = new BenchClient(server.url);
  const turn = async (path: string) => {
    let bytes: Buffer = Buffer.alloc(0);
    const measured = await time(async () => {
      bytes = await client.send('GET', path);
    });
    const page = JSON.parse(bytes.toString()) as { results: object[] };
    if (page.results.length !== 1000) throw new Error(`${path} answered ${page.results.length} accounts`);
    const compared = await time(() => JSON.stringify(page));
    return { measured, compared };
  };
  try {
    return [
      await compare('GET of a page of 1,000 accounts / JSON.stringify', aim, turns, (index) =>
        turn(`/accounts?page=${index % 50}`),
      ),
      await compare('the same with their dimensions', aim, turns, (index) =>
        turn(`/accounts?page=${index % 50}&include=${dimensions}`),
      ),
    ];
  } finally {
    client.close();
  }
}
