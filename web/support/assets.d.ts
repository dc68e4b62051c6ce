/** Style sheets are built into the scripts as texts. */
declare module "*.css" {
  const text: string;
  export default text;
}
