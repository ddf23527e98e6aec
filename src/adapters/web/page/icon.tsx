/** Drawings on a field of 24 by 24. */
const PATHS = {
  clip: 'M8 12.5 15 5.6a3.5 3.5 0 0 1 5 5l-8.6 8.5a5.6 5.6 0 0 1-7.9-7.9L12 3',
  camera: 'M3 8h4l2-3h6l2 3h4v11H3zM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8z',
  send: 'M12 19V5M5.5 11.5 12 5l6.5 6.5',
  menu: 'M4 6h16M4 12h16M4 18h16',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing for a button that has its name besides. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="drawing" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
