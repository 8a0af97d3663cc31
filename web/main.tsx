// First: it takes the OpenID provider's answer out of the address, which other modules read.
import './session/arrival.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from './language/language.tsx';
import { App } from './shell/app.tsx';
import { SchemeProvider } from './parts/scheme.tsx';
import './shell/style.css';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LanguageProvider>
      <SchemeProvider>
        <App />
      </SchemeProvider>
    </LanguageProvider>
  </StrictMode>,
);
