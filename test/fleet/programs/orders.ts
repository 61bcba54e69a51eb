import process from 'node:process';

export interface Order {
  readonly id: number;
  readonly name: string;
  readonly about?: unknown;
}

export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

type Acts = Readonly<Record<string, (about: unknown) => unknown>>;

/** Says where it listens, then does what its parent orders, for as long as that lives. */
export function answerOrders(url: string, acts: Acts): void {
  process.on('message', (order: Order) => void obey(order, acts));
  process.on('disconnect', () => process.exit());
  process.send?.(url);
}

async function obey({ id, name, about }: Order, acts: Acts): Promise<void> {
  try {
    process.send?.({ id, value: await acts[name]?.(about) } satisfies Answer);
  } catch (error) {
    process.send?.({ id, error: String(error) } satisfies Answer);
  }
}
