import { StrictMode, createElement } from "react";
import { createRoot } from "react-dom/client";
import { LeadForm } from "./LeadForm.tsx";

const page = createElement(StrictMode, null, createElement(LeadForm));
createRoot(document.querySelector("main")).render(page);
