// SPDX-License-Identifier: Apache-2.0

type Run<T> = (value: T) => void;

/** A value that tells its readers when it changes; the shape that Svelte's `$name` understands. */
export interface Readable<T> {
  get(): T;
  /** Runs at once with the value of now; returns its own end. */
  subscribe(run: Run<T>): () => void;
}

export class Cell<T> implements Readable<T> {
  private readonly readers = new Set<Run<T>>();

  constructor(private value: T) {}

  get(): T {
    return this.value;
  }

  set(value: T): void {
    if (Object.is(value, this.value)) return;
    this.value = value;
    for (const run of [...this.readers]) run(value);
  }

  update(change: (value: T) => T): void {
    this.set(change(this.value));
  }

  subscribe(run: Run<T>): () => void {
    this.readers.add(run);
    run(this.value);
    return () => this.readers.delete(run);
  }
}

/** Many values by key; a row on screen subscribes to its own key only. */
export class KeyedCells<K, V> {
  private readonly values = new Map<K, V>();
  private readonly readers = new Map<K, Set<Run<V | undefined>>>();

  get(key: K): V | undefined {
    return this.values.get(key);
  }

  /** Changes the value without telling anybody yet. */
  put(key: K, value: V | undefined): void {
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, value);
  }

  tell(key: K): void {
    for (const run of [...(this.readers.get(key) ?? [])]) run(this.values.get(key));
  }

  set(key: K, value: V | undefined): void {
    if (Object.is(this.values.get(key), value)) return;
    this.put(key, value);
    this.tell(key);
  }

  entries(): IterableIterator<[K, V]> {
    return this.values.entries();
  }

  at(key: K): Readable<V | undefined> {
    return {
      get: () => this.values.get(key),
      subscribe: (run) => {
        const readers = this.readers.get(key) ?? new Set();
        this.readers.set(key, readers.add(run));
        run(this.values.get(key));
        return () => {
          readers.delete(run);
          if (readers.size === 0 && this.readers.get(key) === readers) this.readers.delete(key);
        };
      },
    };
  }
}

type Values<Sources extends Readable<unknown>[]> = {
  [K in keyof Sources]: Sources[K] extends Readable<infer T> ? T : never;
};

/** A value computed from others, for as long as somebody looks. */
export function computed<const Sources extends Readable<unknown>[], T>(
  sources: readonly [...Sources],
  compute: (...values: Values<Sources>) => T,
): Readable<T> {
  const get = () => compute(...(sources.map((source) => source.get()) as Values<Sources>));
  return {
    get,
    subscribe(run) {
      let isReady = false;
      const ends = sources.map((source) => source.subscribe(() => isReady && run(get())));
      isReady = true;
      run(get());
      return () => ends.forEach((end) => end());
    },
  };
}
