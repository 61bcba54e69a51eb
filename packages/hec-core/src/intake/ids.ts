/** The field that holds an event's id. */
const ID_FIELD = 'hec_id';

/**
 * Numbers the events that custody accepts, without holes, so that a hole at the collector is a loss and a repeat a
 * duplicate. Ids given to events that custody then refuses are given out again.
 */
export interface Ids {
  /** Puts the next id in front of an event's own fields (JSON members without braces). */
  add(fields: string): string;
  /** Takes the last id back: its event is not handed to custody. */
  takeBack(): void;
  /** Says how many events custody accepted; none: the ids given for them are given out again. */
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
      // An event that is sent again has the id of its first life, or none: it uses up no number.
      const numbered = Math.min(events, given);
      accepted += numbered;
      given = events === 0 ? 0 : given - numbered;
    },
  };
}
