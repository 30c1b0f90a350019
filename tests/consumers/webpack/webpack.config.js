export default { entry: "./page.js", mode: "production" };
