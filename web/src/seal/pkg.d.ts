// What crates/seal/src/wasm exports, for as long as the generated declarations are not built. They win where they are there.

declare module "*/pkg/seal.js" {
  export default function init(options: { module_or_path: string }): Promise<unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: the generated declarations have the types
  export type Seal = any;
  export const Seal: {
    guest(token: string, fragment: string): Seal;
    desk(token: string, fragment: string): Seal;
    colleague(token: string, fragment: string): Seal;
    account(): Seal;
  };
}
