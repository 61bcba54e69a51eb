/** The field that holds an event's id. */
export const ID_FIELD = 'hec_id';

/**
 * Numbers the events that custody accepts, without holes, so that a hole at the collector is a loss and a repeat a
 * duplicate. Ids given to events that custody then refuses are given out again.
 */
export interface Ids {
  /** Puts the next id in front of an event's own fields (JSON members without braces). */
  add(fields: string): string;
  /** Takes the last id back: its event is not handed to custody. */
  takeBack(): void;
  /** Says how many of the ids given since the last call belong to accepted events. */
  settle(accepted: number): void;
}

/** @param instance tells this client from all others; baked into every id */
export function createIds(instance: string): Ids {
  let accepted = 0;
  let given = 0;
  return {
    add(fields) {
      const id = `"${ID_FIELD}":"${instance}:${accepted + given++}"`;
      return fields === '' ? id : `${id},${fields}`;
    },
    takeBack: () => void given--,
    settle(events) {
      accepted += events;
      given = 0;
    },
  };
}
